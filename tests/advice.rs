//! Advice on MFA conditions, through `checkPolicy`: for each code documents that have the finding and correct ones that
//! have not, no alarm about the policies that AWS recommends, and every fix run: the finding is gone, and the decisions
//! that change are those of the credentials that the finding names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};

use iam_playground::wire::call;
use serde_json::{Value, json};

const PRESENT: &str = "aws:MultiFactorAuthPresent";
const AGE: &str = "aws:MultiFactorAuthAge";

fn lines(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(format!("tests/cases/{file}.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The text of a case as a person would have it, on several lines.
fn text_of(case: &Value) -> String {
    case["documentText"]
        .as_str()
        .map_or_else(|| serde_json::to_string_pretty(&case["document"]).unwrap(), str::to_owned)
}

fn check(text: &str, policy_type: &str) -> Vec<Value> {
    let answer = call("checkPolicy", &json!(text).to_string(), &json!({"type": policy_type}).to_string());
    let answer: Value = serde_json::from_str(&answer).unwrap();
    answer["ok"]["findings"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

fn is_advice(finding: &Value) -> bool {
    finding["issueCode"].as_str().unwrap().starts_with("MFA_")
}

/// The text after a fix. All texts here are ASCII, so that UTF-16 offsets are byte offsets.
fn mended(text: &str, fix: &Value) -> String {
    let mut mended = text.to_owned();
    for edit in fix["edits"].as_array().unwrap().iter().rev() {
        let at = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
        mended.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
    }
    assert!(serde_json::from_str::<Value>(&mended).is_ok(), "{} breaks the text:\n{mended}", fix["title"]);
    mended
}

/// A code with the statement and the key or action it is about, which stay when the operator changes.
fn subject(finding: &Value) -> (String, String, String) {
    let path = finding["locations"][0]["path"].as_str().unwrap();
    let statement = path.split('/').nth(2).unwrap_or_default();
    let key = if path.contains("/Condition/") { path.rsplit('/').next().unwrap_or_default() } else { "" };
    (finding["issueCode"].as_str().unwrap().to_owned(), statement.to_owned(), key.to_owned())
}

fn times(findings: &[Value], wanted: &(String, String, String)) -> usize {
    findings.iter().filter(|finding| subject(finding) == *wanted).count()
}

/// The credentials that a finding names, by what they say about MFA: no keys, false, true.
fn concerned(finding: &Value) -> BTreeSet<&'static str> {
    let kinds: Vec<&str> =
        finding["credentials"].as_array().into_iter().flatten().map(|kind| kind.as_str().unwrap()).collect();
    [("keys", "accessKey"), ("no", "assumeRole"), ("yes", "sessionTokenMfa")]
        .into_iter()
        .filter(|(_, kind)| kinds.contains(kind))
        .map(|(name, _)| name)
        .collect()
}

/// One decision for each thing that credentials can say about MFA, by its name.
type Decisions = Vec<(&'static str, i64, bool)>;

/// Runs a document with everything else allowed, in the place that its type has.
fn run(text: &str, policy_type: &str, action: &str, resource: &str) -> Decisions {
    let document: Value = serde_json::from_str(text).unwrap();
    let everything =
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    let statements = match &document["Statement"] {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    let only_denies = statements.iter().all(|statement| statement["Effect"] == "Deny");
    let policies = match policy_type {
        "identity" | "managed" if only_denies => json!({"identity": [everything, document]}),
        "identity" | "managed" => json!({"identity": [document]}),
        "boundary" => json!({"identity": [everything], "boundary": document}),
        "session" => json!({"identity": [everything], "session": [document]}),
        "resource" if only_denies => json!({"identity": [everything], "resource": document}),
        "resource" => json!({"identity": [], "resource": document}),
        "trust" => json!({"identity": [everything], "resource": document}),
        "serviceControl" if only_denies => {
            json!({"identity": [everything], "serviceControl": [[everything, document]]})
        }
        "serviceControl" => json!({"identity": [everything], "serviceControl": [[document]]}),
        other => panic!("{other}"),
    };
    let principal = match policy_type {
        "session" => {
            json!({"type": "role-session", "arn": "arn:aws:sts::111122223333:assumed-role/R/s", "roleArn": "arn:aws:iam::111122223333:role/R"})
        }
        _ => json!({"type": "user", "arn": "arn:aws:iam::111122223333:user/Sofia"}),
    };
    let decide = |present: Option<&str>, age: Option<i64>| {
        let mut context = json!({"aws:username": "Sofia", "aws:RequestedRegion": "eu-west-1", "aws:SourceIp": "203.0.113.10",
            "aws:ViaAWSService": "false", "aws:SecureTransport": "true", "aws:CurrentTime": "2017-08-01T00:00:00Z"});
        if let Some(present) = present {
            context[PRESENT] = json!(present);
        }
        if let Some(age) = age {
            context[AGE] = json!(age.to_string());
        }
        let input = json!({"principal": principal, "action": action, "resource": resource, "resourceAccount": "111122223333",
            "context": context, "policies": policies, "detail": "decision"});
        let answer: Value = serde_json::from_str(&call("authorize", &input.to_string(), "")).unwrap();
        answer["ok"]["decision"].as_str().unwrap_or_else(|| panic!("{answer}")) == "allowed"
    };
    let mut decisions = vec![("keys", 0, decide(None, None)), ("no", 0, decide(Some("false"), None))];
    for age in [0, 59, 60, 61, 299, 300, 1800, 2699, 2700, 3599, 3600, 3601, 7200, 7201, 1_000_000] {
        decisions.push(("yes", age, decide(Some("true"), Some(age))));
    }
    decisions
}

/// A request that a statement is about.
fn request(case: &Value, finding: &Value) -> (String, String) {
    if let Some(action) = case["request"]["action"].as_str() {
        return (action.to_owned(), case["request"]["resource"].as_str().unwrap().to_owned());
    }
    let document: Value = serde_json::from_str(&text_of(case)).unwrap();
    let path = finding["locations"][0]["path"].as_str().unwrap();
    let index: usize = path.split('/').nth(2).and_then(|index| index.parse().ok()).unwrap_or(0);
    let statement = document["Statement"].get(index).unwrap_or(&document["Statement"]);
    let first = |value: &Value| value.get(0).unwrap_or(value).as_str().map(|text| text.replace('*', "x"));
    let action = match first(&statement["Action"]) {
        Some(action) if action.contains(':') => action,
        _ => "s3:GetObject".to_owned(),
    };
    let role = "arn:aws:iam::111122223333:role/R".to_owned();
    let resource = match first(&statement["Resource"]) {
        None => role,
        Some(resource) if resource.starts_with("arn:") => resource,
        Some(_) => "arn:aws:s3:::b/k".to_owned(),
    };
    (action, resource)
}

#[test]
fn each_case_has_the_finding_or_not() {
    let mut failures = Vec::new();
    for case in lines("advice") {
        let found = check(&text_of(&case), case["policyType"].as_str().unwrap());
        let of_code: Vec<&Value> = found.iter().filter(|finding| finding["issueCode"] == case["code"]).collect();
        if case["expect"] != !of_code.is_empty() {
            let codes: Vec<&str> = found.iter().map(|finding| finding["issueCode"].as_str().unwrap()).collect();
            failures.push(format!("{} ({}): found {codes:?}", case["id"], case["note"]));
            continue;
        }
        for finding in of_code {
            for (name, field) in [("finding", "findingType"), ("rule", "rule")] {
                if !case[name].is_null() && case[name] != finding[field] {
                    failures.push(format!("{}: {field} is {}", case["id"], finding[field]));
                }
            }
            if let Some(wanted) = case["concerns"].as_array() {
                let wanted: BTreeSet<&str> = wanted.iter().map(|name| name.as_str().unwrap()).collect();
                if wanted != concerned(finding) {
                    failures.push(format!("{}: it concerns {:?}", case["id"], concerned(finding)));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// The codes that the files of a folder define.
fn codes_of(folder: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        codes.extend(
            text.lines()
                .filter_map(|line| {
                    line.trim_start_matches("pub(in crate::advice) ").strip_prefix("const CODE: &str = \"")
                })
                .map(|rest| rest.trim_end_matches("\";").to_owned()),
        );
    }
    codes
}

#[test]
fn each_code_has_cases_with_it_and_correct_policies_without() {
    let mut have: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for case in lines("advice") {
        have.entry(case["code"].as_str().unwrap().to_owned()).or_default()[usize::from(case["expect"] == true)] += 1;
    }
    let codes = codes_of("src/advice/document");
    assert!(codes.len() >= 17, "{codes:?}");
    for code in &codes {
        let [without, with] = have.get(code).copied().unwrap_or_default();
        assert!(with >= 1 && without >= 3, "{code}: {with} cases with it, {without} without");
    }
    let unknown: Vec<_> = have.keys().filter(|code| !codes.contains(*code)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_finding_has_its_place_words_page_and_rule() {
    let rules: Value = serde_json::from_str(&call("rules", "", "")).unwrap();
    for case in lines("advice") {
        let text = text_of(&case);
        for finding in check(&text, case["policyType"].as_str().unwrap()).iter().filter(|finding| is_advice(finding)) {
            let id = format!("{} {}", case["id"], finding["issueCode"]);
            let details = finding["findingDetails"].as_str().unwrap();
            assert!(details.len() > 40 && !details.ends_with('.'), "{id}: {details}");
            assert!(finding["learnMoreLink"].as_str().unwrap().starts_with("https://docs.aws.amazon.com/"), "{id}");
            assert!(rules["ok"].get(finding["rule"].as_str().unwrap()).is_some(), "{id}: {}", finding["rule"]);
            for location in finding["locations"].as_array().unwrap() {
                let path = location["path"].as_str().unwrap();
                assert!(case["document"].pointer(path).is_some(), "{id}: no such place as {path}");
                let at = |name: &str| usize::try_from(location["span"][name].as_u64().unwrap()).unwrap();
                assert!(!text[at("start")..at("end")].is_empty(), "{id}");
            }
        }
    }
}

/// What is wrong with a fix, run before and after.
fn broken_promise(
    text: &str,
    policy_type: &str,
    finding: &Value,
    fix: &Value,
    request: &(String, String),
) -> Option<String> {
    let after = mended(text, fix);
    let about = subject(finding);
    let title = &fix["title"];
    if times(&check(&after, policy_type), &about) >= times(&check(text, policy_type), &about) {
        return Some(format!("{title}: the finding stays:\n{after}"));
    }
    // No policy decides about these calls, so that there is nothing to run.
    if about.0 == "MFA_ACTION_NOT_CONTROLLED" {
        return None;
    }
    let (before, then) =
        (run(text, policy_type, &request.0, &request.1), run(&after, policy_type, &request.0, &request.1));
    let concerned = concerned(finding);
    let changed: BTreeSet<&str> = before.iter().zip(&then).filter(|(b, a)| b.2 != a.2).map(|(b, _)| b.0).collect();
    if finding["findingType"] == "SUGGESTION" {
        return (!changed.is_empty())
            .then(|| format!("{title}: a suggestion changes decisions of {changed:?}\n{after}"));
    }
    if concerned.is_empty() {
        return changed.is_empty().then(|| format!("{title} changes nothing:\n{after}"));
    }
    if changed != concerned {
        return Some(format!("{title}: it concerns {concerned:?}, and the decisions of {changed:?} change\n{after}"));
    }
    let without_mfa = then.iter().any(|(name, _, allowed)| *name != "yes" && *allowed);
    let with_mfa = then.iter().any(|(name, age, allowed)| (*name, *age) == ("yes", 0) && *allowed);
    (without_mfa || !with_mfa).then(|| format!("{title}: afterwards {then:?}\n{after}"))
}

#[test]
fn every_fix_keeps_its_promise() {
    let (mut fixes, mut failures) = (0, Vec::new());
    for case in lines("advice") {
        let (text, policy_type) = (text_of(&case), case["policyType"].as_str().unwrap());
        for finding in check(&text, policy_type).iter().filter(|finding| finding["issueCode"] == case["code"]) {
            for fix in finding["fixes"].as_array().into_iter().flatten() {
                fixes += 1;
                let request = request(&case, finding);
                failures.extend(
                    broken_promise(&text, policy_type, finding, fix, &request)
                        .map(|problem| format!("{} {}: {problem}", case["id"], case["note"])),
                );
            }
        }
    }
    assert!(fixes > 40, "{fixes}");
    assert!(failures.is_empty(), "{} of {fixes} fixes:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn policies_that_aws_recommends_are_left_alone() {
    for case in lines("advice-recommended") {
        let found = check(&text_of(&case), case["policyType"].as_str().unwrap());
        let advice: Vec<&Value> = found.iter().filter(|finding| is_advice(finding)).collect();
        assert!(advice.is_empty(), "{} ({}): {advice:?}", case["id"], case["note"]);
    }
}

#[test]
fn correct_policies_of_other_codes_have_no_security_warning() {
    // A case without its finding is a correct policy as far as access goes, unless it says `wider`.
    for case in lines("advice").into_iter().filter(|case| case["expect"] == false && case["wider"] != true) {
        let found = check(&text_of(&case), case["policyType"].as_str().unwrap());
        let warned: Vec<&Value> = found
            .iter()
            .filter(|finding| is_advice(finding) && finding["findingType"] == "SECURITY_WARNING")
            .map(|finding| &finding["issueCode"])
            .collect();
        assert!(warned.is_empty(), "{} ({}): {warned:?}", case["id"], case["note"]);
    }
}

fn statement(effect: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"{effect}","Action":"s3:GetObject","Resource":"*","Condition":{{{condition}}}}}]}}"#
    )
}

/// Every operator on each of the two keys, alone and in pairs.
fn conditions() -> Vec<String> {
    let mut singles = Vec::new();
    for quantifier in ["", "ForAllValues:", "ForAnyValue:"] {
        for if_exists in ["", "IfExists"] {
            for base in ["Bool", "StringEquals", "StringNotEquals"] {
                for value in ["true", "false"] {
                    singles.push(format!(r#""{quantifier}{base}{if_exists}":{{"{PRESENT}":"{value}"}}"#));
                }
            }
            for base in [
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericGreaterThanEquals",
                "DateLessThan",
                "DateGreaterThan",
            ] {
                singles.push(format!(r#""{quantifier}{base}{if_exists}":{{"{AGE}":"3600"}}"#));
            }
        }
    }
    for key in [PRESENT, AGE] {
        singles.extend(["true", "false"].map(|value| format!(r#""Null":{{"{key}":"{value}"}}"#)));
    }
    let operator = |single: &String| single.split("\":{").next().unwrap_or_default().to_owned();
    let mut all = singles.clone();
    for (position, one) in singles.iter().enumerate() {
        for other in &singles[position + 1..] {
            if operator(one) != operator(other) && !one.contains("ForA") && !other.contains("ForA") {
                all.push(format!("{one},\n    {other}"));
            }
        }
    }
    all
}

/// Silence means that MFA is really required; a security warning means that it is not; and a fix keeps its promise.
#[test]
fn every_operator_is_judged_by_what_the_engine_answers() {
    let (mut policies, mut fixes, mut failures) = (0, 0, Vec::new());
    for effect in ["Allow", "Deny"] {
        for condition in conditions() {
            policies += 1;
            let text = statement(effect, &condition);
            let found = check(&text, "identity");
            let decisions = run(&text, "identity", "s3:GetObject", "arn:aws:s3:::b/k");
            let allowed =
                |decisions: &Decisions, name: &str| decisions.iter().any(|(n, _, allowed)| *n == name && *allowed);
            let requires =
                |decisions: &Decisions| !allowed(decisions, "keys") && !allowed(decisions, "no") && decisions[2].2;
            let advice: Vec<&Value> = found.iter().filter(|finding| is_advice(finding)).collect();
            if advice.is_empty() && !requires(&decisions) {
                failures.push(format!("silent about {effect} {condition}: {decisions:?}"));
            }
            // These two are about more than who gets in: the age that never counts, the operator that never matches.
            let about_access = |finding: &&&Value| {
                finding["findingType"] == "SECURITY_WARNING"
                    && !["MFA_DENY_AGE_NOT_COUNTED", "MFA_WRONG_OPERATOR"]
                        .contains(&finding["issueCode"].as_str().unwrap())
            };
            if requires(&decisions) && advice.iter().any(|finding| about_access(&finding)) {
                failures.push(format!("false alarm about {effect} {condition}: {advice:?}"));
            }
            for finding in &found {
                for fix in finding["fixes"].as_array().into_iter().flatten() {
                    fixes += 1;
                    let after = mended(&text, fix);
                    let then = run(&after, "identity", "s3:GetObject", "arn:aws:s3:::b/k");
                    let about = subject(finding);
                    let what =
                        format!("{} of {} for {effect} {condition}\n{after}", fix["title"], finding["issueCode"]);
                    if times(&check(&after, "identity"), &about) >= times(&found, &about) {
                        failures.push(format!("stays: {what}"));
                    }
                    let opened = ["keys", "no"].iter().any(|name| allowed(&then, name) && !allowed(&decisions, name));
                    if opened {
                        failures.push(format!("opens: {what}"));
                    }
                    let another = found.iter().any(|other| is_advice(other) && subject(other).2 != about.2);
                    if is_advice(finding) && !another && !requires(&then) {
                        failures.push(format!("promise: {what} {then:?}"));
                    }
                }
            }
        }
    }
    assert!(policies > 800 && fixes > 200, "{policies} policies, {fixes} fixes");
    assert!(
        failures.is_empty(),
        "{} failures, {policies} policies, {fixes} fixes:\n{}",
        failures.len(),
        failures[..failures.len().min(20)].join("\n")
    );
}

/// A gallery scenario with values set, or removed where there is none.
fn scenario_of(case: &Value) -> Value {
    let base = case["base"].as_str().unwrap();
    let mut scenario: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("www/gallery/{base}.json")).unwrap()).unwrap();
    for (pointer, value) in case["set"].as_object().unwrap() {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = scenario.pointer_mut(parent).unwrap_or_else(|| panic!("{}: no {parent}", case["id"]));
        let name = name.replace("~1", "/").replace("~0", "~");
        match value {
            Value::Null => drop(parent.as_object_mut().unwrap().remove(&name)),
            value => drop(parent.as_object_mut().unwrap().insert(name, value.clone())),
        }
    }
    scenario
}

fn check_scenario(scenario: &Value) -> Vec<Value> {
    let answer: Value =
        serde_json::from_str(&call("checkScenario", &scenario.to_string(), r#"{"documents":false}"#)).unwrap();
    answer["ok"]["findings"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

#[test]
fn each_scenario_has_the_finding_or_not() {
    let rules: Value = serde_json::from_str(&call("rules", "", "")).unwrap();
    let mut failures = Vec::new();
    for case in lines("advice-scenarios") {
        let scenario = scenario_of(&case);
        let found = check_scenario(&scenario);
        let of_code: Vec<&Value> = found.iter().filter(|finding| finding["issueCode"] == case["code"]).collect();
        if case["expect"] != !of_code.is_empty() {
            let codes: Vec<&str> = found.iter().map(|finding| finding["issueCode"].as_str().unwrap()).collect();
            failures.push(format!("{} ({}): found {codes:?}", case["id"], case["note"]));
        }
        for finding in &found {
            // What it is about is there, and its places are in the document there.
            let pointer = finding["pointer"].as_str().unwrap();
            let about = scenario.pointer(pointer).unwrap_or_else(|| panic!("{}: no {pointer}", case["id"]));
            for location in finding["locations"].as_array().unwrap() {
                let path = location["path"].as_str().unwrap();
                assert!(about.pointer(path).is_some(), "{}: no {path} in {pointer}", case["id"]);
                assert_eq!(location["span"]["policy"], pointer);
            }
            assert!(rules["ok"].get(finding["rule"].as_str().unwrap()).is_some(), "{}: {finding}", case["id"]);
            assert!(!finding["findingDetails"].as_str().unwrap().ends_with('.'), "{}: {finding}", case["id"]);
        }
        for (name, field) in [("finding", "findingType"), ("rule", "rule"), ("pointer", "pointer")] {
            if !case[name].is_null() && !of_code.iter().any(|finding| finding[field] == case[name]) {
                failures.push(format!("{}: no finding with {field} {}: {of_code:?}", case["id"], case[name]));
            }
        }
        if let Some(wanted) = case["concerns"].as_array() {
            let wanted: BTreeSet<&str> = wanted.iter().map(|name| name.as_str().unwrap()).collect();
            if !of_code.iter().any(|finding| concerned(finding) == wanted) {
                failures.push(format!("{}: it concerns others than {wanted:?}: {of_code:?}", case["id"]));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn each_code_about_scenarios_has_cases_with_it_and_correct_ones_without() {
    let mut have: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for case in lines("advice-scenarios") {
        have.entry(case["code"].as_str().unwrap().to_owned()).or_default()[usize::from(case["expect"] == true)] += 1;
    }
    let mut codes = codes_of("src/advice/world");
    codes.extend(
        ["MFA_UNKNOWN_SERIAL", "MFA_SERIAL_OF_ANOTHER_USER", "UNKNOWN_POLICY_ARN", "MFA_SECOND_ALLOW_WITHOUT_MFA"]
            .map(str::to_owned),
    );
    for code in &codes {
        let [without, with] = have.get(code).copied().unwrap_or_default();
        assert!(with >= 1 && without >= 3, "{code}: {with} cases with it, {without} without");
    }
}

/// What the finding says about a role's policies holds in every session of the role.
#[test]
fn what_scenario_findings_say_holds_when_run() {
    let matrix = |scenario: &Value| {
        let question = json!({"ask": "sessions", "user": "arn:aws:iam::111122223333:user/Sofia",
            "role": "arn:aws:iam::111122223333:role/Operator"});
        let answer: Value =
            serde_json::from_str(&call("whatIf", &scenario.to_string(), &question.to_string())).unwrap();
        answer["ok"].clone()
    };
    let outcome = |answer: &Value, request: usize, kind: &str| {
        let column = answer["kinds"].as_array().unwrap().iter().position(|one| one == kind).unwrap();
        answer["rows"][request]["cells"][column]["outcome"].clone()
    };
    for case in lines("advice-scenarios").into_iter().filter(|case| case["base"] == "current-account-api") {
        let scenario = scenario_of(&case);
        let stops = scenario.pointer("/script/2/action") == Some(&json!("ec2:StopInstances"));
        if case["expect"] != true || !stops {
            continue;
        }
        let answer = matrix(&scenario);
        match case["code"].as_str().unwrap() {
            "MFA_IN_ROLE_PERMISSION_POLICY" => {
                for kind in ["assumeRole", "assumeRoleMfa", "sessionTokenMfaThenRole"] {
                    assert_ne!(outcome(&answer, 1, kind), "allowed", "{}: {kind}", case["id"]);
                }
            }
            "MFA_NOBODY_CAN_MEET" if case["pointer"].as_str().unwrap().contains("/groups/") => {
                assert_ne!(outcome(&answer, 1, "sessionTokenMfa"), "allowed", "{}", case["id"]);
            }
            "MFA_SECOND_ALLOW_WITHOUT_MFA" => {
                assert_eq!(outcome(&answer, 1, "accessKey"), "allowed", "{}", case["id"]);
            }
            "TRUST_POLICY_NOBODY_CAN_USE" => {
                for kind in ["assumeRole", "assumeRoleMfa", "sessionTokenMfaThenRole"] {
                    assert_eq!(outcome(&answer, 0, kind), "implicitDeny", "{}: {kind}", case["id"]);
                }
            }
            "SCP_LEVEL_WITHOUT_ALLOW" => {
                assert_eq!(outcome(&answer, 0, "root"), "implicitDeny", "{}", case["id"]);
            }
            _ => {}
        }
    }
}

#[test]
fn gallery_scenarios_have_only_the_finding_that_they_teach() {
    let mut found = Vec::new();
    for name in ["cross-account-delegation", "current-account-api", "resource-based-policy"] {
        let scenario = scenario_of(&json!({"base": name, "set": {}}));
        for finding in check_scenario(&scenario) {
            found.push(format!("{name}: {}", finding["issueCode"].as_str().unwrap()));
        }
    }
    assert_eq!(found, ["current-account-api: MFA_IN_ROLE_PERMISSION_POLICY"]);
}

#[test]
fn the_documentation_lists_every_code_with_its_rules() {
    let text = std::fs::read_to_string("docs/findings.md").unwrap();
    for (file, section) in [("advice", "### About one policy"), ("advice-scenarios", "### About a whole scenario")] {
        let section =
            text.split(section).nth(1).unwrap().split("\n## ").next().unwrap().split("\n### ").next().unwrap();
        for case in lines(file).iter().filter(|case| case["expect"] == true) {
            let code = case["code"].as_str().unwrap();
            let row = section.lines().find(|line| line.starts_with(&format!("| `{code}`")));
            let row = row.unwrap_or_else(|| panic!("{code} is not in docs/findings.md"));
            for name in ["rule", "finding"] {
                if let Some(word) = case[name].as_str() {
                    assert!(row.contains(word), "{code}: {word} is not in {row}");
                }
            }
        }
    }
}
