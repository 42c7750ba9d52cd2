//! Several limits on the age: one match is enough, so one limit rules (rule C2).

use crate::advice::asked::{Asked, Look};
use crate::condition::{Base, Decimal, PolicyValue};
use crate::finding::{Credentials, Edit, Finding, FindingType};

const CODE: &str = "MFA_AGE_ONE_BOUND_RULES";

pub(super) fn find(look: &Look<'_>, asked: &Asked<'_>, findings: &mut Vec<Finding>) {
    for test in asked.tests.iter().copied().filter(|test| test.is_age()) {
        let less = match test.operator().base {
            Base::NumericLessThan | Base::NumericLessThanEquals => true,
            Base::NumericGreaterThan | Base::NumericGreaterThanEquals => false,
            _ => continue,
        };
        let mut bounds: Vec<(&Decimal, &PolicyValue)> =
            test.key.values.iter().filter_map(|value| Some((value.number()?, value))).collect();
        bounds.sort_by_key(|(number, _)| *number);
        let (Some((low, lowest)), Some((high, highest))) = (bounds.first(), bounds.last()) else { continue };
        if low == high {
            continue;
        }
        let rules = if less { highest } else { lowest };
        let details = format!(
            "one of several values is enough, so `{}` alone decides and the other limits have no effect",
            rules.text
        );
        // A larger limit than the one that was meant lets more in; in a Deny it is the smallest that counts.
        let wider = less && asked.allows();
        let (kind, kept) =
            if wider { (FindingType::SecurityWarning, lowest) } else { (FindingType::Suggestion, rules) };
        let keep = look.slice(kept.at).to_owned();
        let edit = Edit { at: look.values_at(test.key), text: keep };
        findings.push(
            look.at_key(kind, CODE, "C2", asked, test, details)
                .concerning(Credentials { with_mfa: wider, ..Credentials::default() })
                .with_fix(format!("Keep only `{}`", kept.text), vec![edit]),
        );
    }
}
