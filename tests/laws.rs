//! Laws that hold for all policies and requests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::condition::Settings;
use iam_playground::engine::{Compiled, Decision, evaluate};
use iam_playground::pattern::{NoVariables, Pattern};
use iam_playground::scenario::{Detail, Outcome, Scenario, run};
use iam_playground::whatif;
use iam_playground::wire::{Asked, read_authorize};
use iam_playground::world::Library;
use proptest::prelude::*;
use serde_json::{Value, json};

const USER: &str = "arn:aws:iam::111122223333:user/u";
const ROLE: &str = "arn:aws:iam::111122223333:role/r";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/r/s";

fn actions() -> impl Strategy<Value = Value> {
    prop::sample::subsequence(vec!["s3:GetObject", "s3:Get*", "s3:PutObject", "*", "ec2:*", "s3:??tObject"], 1..3)
        .prop_map(|list| json!(list))
}

fn resources() -> impl Strategy<Value = Value> {
    prop::sample::subsequence(
        vec!["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:*:*:b*", "arn:aws:s3"],
        1..3,
    )
    .prop_map(|list| json!(list))
}

fn condition() -> impl Strategy<Value = Value> {
    let operators = vec![
        "Bool",
        "BoolIfExists",
        "Null",
        "NumericLessThan",
        "NumericGreaterThanEquals",
        "NumericLessThanIfExists",
        "NumericNotEquals",
        "ForAllValues:StringEquals",
        "ForAnyValue:StringNotLike",
    ];
    (prop::sample::select(operators), any::<bool>(), 0_i64..8).prop_map(|(operator, flag, number)| match operator {
        "Bool" | "BoolIfExists" => json!({operator: {"aws:MultiFactorAuthPresent": flag.to_string()}}),
        "Null" => json!({operator: {"aws:MultiFactorAuthAge": flag.to_string()}}),
        o if o.starts_with("Numeric") => {
            json!({operator: {"aws:MultiFactorAuthAge": [number.to_string(), (number + 2).to_string()]}})
        }
        _ => json!({operator: {"aws:TagKeys": ["a", "b*"]}}),
    })
}

fn statement(with_principal: bool) -> impl Strategy<Value = Value> {
    let principals = prop::sample::select(vec![
        json!("*"),
        json!({"AWS": "111122223333"}),
        json!({"AWS": USER}),
        json!({"AWS": ROLE}),
        json!({"AWS": SESSION}),
        json!({"AWS": "444455556666"}),
    ]);
    (any::<bool>(), any::<bool>(), any::<bool>(), actions(), resources(), proptest::option::of(condition()), principals)
        .prop_map(move |(deny, not_action, not_resource, action, resource, condition, principal)| {
            let mut statement = json!({"Effect": if deny { "Deny" } else { "Allow" }});
            statement[if not_action { "NotAction" } else { "Action" }] = action;
            statement[if not_resource { "NotResource" } else { "Resource" }] = resource;
            if let Some(condition) = condition {
                statement["Condition"] = condition;
            }
            if with_principal {
                statement["Principal"] = principal;
            }
            statement
        })
}

fn policy(with_principal: bool) -> impl Strategy<Value = Value> {
    prop::collection::vec(statement(with_principal), 0..20)
        .prop_map(|statements| json!({"Version": "2012-10-17", "Statement": statements}))
}

/// A request with any mixture of layers.
fn input() -> impl Strategy<Value = Value> {
    let principal = prop::sample::select(vec![
        json!({"type": "user", "arn": USER}),
        json!({"type": "role-session", "arn": SESSION, "roleArn": ROLE}),
        json!({"type": "root", "account": "111122223333"}),
        json!({"type": "federated-user", "arn": "arn:aws:sts::111122223333:federated-user/f", "userArn": USER}),
        json!({"type": "anonymous"}),
    ]);
    let context = (any::<bool>(), 0_i64..10, any::<bool>()).prop_map(|(mfa, age, tags)| {
        let mut context = json!({"aws:username": "u"});
        if mfa {
            context["aws:MultiFactorAuthPresent"] = json!("true");
            context["aws:MultiFactorAuthAge"] = json!(age.to_string());
        }
        if tags {
            context["aws:TagKeys"] = json!(["a", "bc"]);
        }
        context
    });
    let layers = (
        proptest::option::of(prop::collection::vec(policy(false), 0..3)),
        proptest::option::of(policy(false)),
        proptest::option::of(prop::collection::vec(policy(false), 0..2)),
        proptest::option::of(policy(true)),
        proptest::option::of(prop::collection::vec(prop::collection::vec(policy(false), 0..2), 1..3)),
    );
    (principal, context, layers, prop::sample::select(vec!["111122223333", "444455556666"])).prop_map(|(principal, context, layers, owner)| {
        let mut policies = json!({});
        let (identity, boundary, session, resource, scp) = layers;
        let named = [("identity", identity.map(Value::from)), ("boundary", boundary), ("session", session.map(Value::from)), ("resource", resource), ("serviceControl", scp.map(|levels| json!(levels)))];
        for (name, value) in named {
            if let Some(value) = value {
                policies[name] = value;
            }
        }
        json!({"principal": principal, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/u/k", "resourceAccount": owner, "context": context, "policies": policies})
    })
}

fn read(input: &Value) -> Asked {
    read_authorize(&input.to_string()).unwrap_or_else(|error| panic!("{error}: {input}"))
}

fn decide(input: &Value) -> Decision {
    let asked = read(input);
    evaluate(&asked.policies, &asked.request, Settings::default()).verdict.decision
}

/// The statements of a policy in reverse order.
fn reversed(policy: &mut Value) {
    if let Some(list) = policy.get_mut("Statement").and_then(Value::as_array_mut) {
        list.reverse();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decision_only_equals_full(input in input()) {
        let asked = read(&input);
        let full = evaluate(&asked.policies, &asked.request, Settings::default()).verdict.decision;
        let request = asked.request.clone();
        prop_assert_eq!(Compiled::new(asked.policies).decide(&request, Settings::default()), full);
    }

    #[test]
    fn order_never_matters(input in input()) {
        let mut other = input.clone();
        for name in ["identity", "session"] {
            if let Some(list) = other["policies"].get_mut(name).and_then(Value::as_array_mut) {
                list.reverse();
                list.iter_mut().for_each(reversed);
            }
        }
        for name in ["boundary", "resource"] {
            if let Some(policy) = other["policies"].get_mut(name) {
                reversed(policy);
            }
        }
        if let Some(levels) = other["policies"].get_mut("serviceControl").and_then(Value::as_array_mut) {
            levels.reverse();
        }
        prop_assert_eq!(decide(&input), decide(&other));
    }

    #[test]
    fn a_deny_never_helps(input in input(), extra in statement(false)) {
        let mut extra = extra;
        extra["Effect"] = json!("Deny");
        let mut more = input.clone();
        let policy = json!({"Version": "2012-10-17", "Statement": [extra]});
        match more["policies"].get_mut("identity").and_then(Value::as_array_mut) {
            Some(list) => list.push(policy),
            None => more["policies"]["identity"] = json!([policy]),
        }
        prop_assert!(decide(&more) != Decision::Allowed || decide(&input) == Decision::Allowed);
    }

    #[test]
    fn boundaries_session_policies_and_scps_only_narrow(input in input(), extra in policy(false)) {
        for name in ["boundary", "session", "serviceControl"] {
            // A federated user needs a session policy, so that adding the first one may help (rule D12).
            let federated = input["principal"]["type"] == "federated-user" && name == "session";
            if input["policies"].get(name).is_some() || federated {
                continue;
            }
            let mut more = input.clone();
            more["policies"][name] = match name {
                "boundary" => extra.clone(),
                "session" => json!([extra]),
                _ => json!([[extra]]),
            };
            prop_assert!(decide(&more) != Decision::Allowed || decide(&input) == Decision::Allowed, "{} widened", name);
        }
    }

    #[test]
    fn printing_and_reading_are_inverse(policy in policy(true)) {
        let text = policy.to_string();
        let json = iam_playground::text::json::parse(&text).unwrap();
        let printed = iam_playground::text::pretty(&json);
        prop_assert_eq!(&printed, &serde_json::to_string_pretty(&serde_json::from_str::<Value>(&printed).unwrap()).unwrap());
        prop_assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), policy);
    }

    #[test]
    fn patterns_agree_with_a_naive_matcher(pattern in "[ab*?:]{0,9}", text in "[ab:]{0,9}", long in any::<bool>()) {
        /// Which ends of the text the pattern can reach, one pattern character after the other.
        fn naive(pattern: &[char], text: &[char]) -> bool {
            let mut reach = vec![false; text.len() + 1];
            reach[0] = true;
            for c in pattern {
                let mut next = vec![false; text.len() + 1];
                for at in (0..=text.len()).filter(|at| reach[*at]) {
                    match c {
                        '*' => next[at..].fill(true),
                        c if at < text.len() && (*c == '?' || *c == text[at]) => next[at + 1] = true,
                        _ => {}
                    }
                }
                reach = next;
            }
            reach[text.len()]
        }
        // Long texts take the automaton where short ones are searched.
        let text = if long { format!("{}{text}", "a".repeat(70)) } else { text };
        let pattern = if long { format!("a*{pattern}") } else { pattern };
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        prop_assert_eq!(Pattern::wildcards(&pattern).matches(&text, &NoVariables).is_yes(), naive(&chars(&pattern), &chars(&text)));
    }

    #[test]
    fn intervals_agree_with_brute_force(identity in prop::collection::vec(policy(false), 1..3)) {
        let policies: serde_json::Map<String, Value> = identity.into_iter().enumerate().map(|(i, p)| (format!("p{i}"), p)).collect();
        let scenario = json!({
            "format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z",
            "accounts": {"111122223333": {"users": {"u": {"policies": policies, "mfa": [{"serial": "arn:aws:iam::111122223333:mfa/u", "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}]}}}},
            "script": [
                {"do": "signIn", "id": "k", "principal": USER},
                {"do": "sts", "id": "m", "as": "k", "operation": "GetSessionToken", "parameters": {"SerialNumber": "arn:aws:iam::111122223333:mfa/u", "TokenCode": "$current"}},
                {"do": "request", "as": "m", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/u/k"}],
        });
        let base = Scenario::read(&scenario.to_string()).unwrap();
        let intervals = whatif::mfa_age(&base, &Library::new(), 2);
        prop_assert_eq!(intervals[0].from, 0);
        prop_assert_eq!(intervals.last().unwrap().to, None);
        prop_assert!(intervals.windows(2).all(|pair| pair[0].to.map(|to| to + 1) == Some(pair[1].from) && pair[0].outcome != pair[1].outcome));
        for age in 0..13 {
            let mut waited = scenario.clone();
            waited["script"].as_array_mut().unwrap().insert(2, json!({"do": "wait", "seconds": age}));
            let outcome = run(&Scenario::read(&waited.to_string()).unwrap(), Detail::Decision).steps[3].outcome;
            let interval = intervals.iter().find(|i| i.from <= age && i.to.is_none_or(|to| age <= to)).unwrap();
            prop_assert_eq!(outcome, Some(interval.outcome), "age {}", age);
        }
        prop_assert!(intervals.iter().all(|i| i.outcome != Outcome::Refused));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn large_sets_agree_with_small_ones(
        asked in prop::collection::vec("[a-d]{1,3}", 70..90),
        listed in prop::collection::vec("[a-d]{1,3}", 70..90),
        negated in any::<bool>(),
        any in any::<bool>(),
    ) {
        let operator = format!("{}:String{}", if any { "ForAnyValue" } else { "ForAllValues" }, if negated { "NotEquals" } else { "Equals" });
        let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {operator: {"aws:TagKeys": listed}}}]});
        let satisfied = |value: &String| listed.contains(value) != negated;
        let expected = if any { asked.iter().any(satisfied) } else { asked.iter().all(satisfied) };
        for detail in ["full", "decision"] {
            let input = json!({"principal": {"type": "user", "arn": USER}, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
                "context": {"aws:TagKeys": asked}, "policies": {"identity": [policy]}, "detail": detail});
            let answer: Value = serde_json::from_str(&iam_playground::wire::call("authorize", &input.to_string(), "")).unwrap();
            prop_assert_eq!(answer["ok"]["decision"] == "allowed", expected, "{}", detail);
        }
    }
}
