//! Every vector of the rules, and our own cases in the same format, through the library's front doors.
//! Each failure names its rule.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use serde_json::{Value, json};

/// All lines of `tests/vectors` and `tests/cases`.
fn lines() -> Vec<Value> {
    let mut lines = Vec::new();
    for folder in ["tests/vectors", "tests/cases"] {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "jsonl") && !path.ends_with("input-errors.jsonl"))
        {
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                lines.push(serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
            }
        }
    }
    lines
}

/// Runs every case of a kind and reports all failures at once, by rule.
fn run(kind: &str, check: impl Fn(&Value) -> Result<(), String>) {
    let cases: Vec<Value> = lines().into_iter().filter(|line| line["kind"] == kind).collect();
    assert!(!cases.is_empty(), "no cases of kind {kind}");
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            check(case).err().map(|why| format!("{} (rule {}): {}\n    {why}", case["id"], case["rule"], case["note"]))
        })
        .collect();
    println!("{kind}: {} of {} passed", cases.len() - failures.len(), cases.len());
    assert!(failures.is_empty(), "{} of {} {kind} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Calls the API and gives the answer or the error.
fn call(function: &str, first: &Value, second: Option<&Value>) -> Result<Value, Value> {
    let second = second.map(Value::to_string).unwrap_or_default();
    let answer: Value =
        serde_json::from_str(&iam_playground::wire::call(function, &first.to_string(), &second)).unwrap();
    match answer.get("ok") {
        Some(ok) => Ok(ok.clone()),
        None => Err(answer["error"].clone()),
    }
}

/// Both details must agree on the decision and on what made it first, and the full answer must be whole.
fn authorize(input: &Value) -> Result<Value, String> {
    let full = call("authorize", input, None).map_err(|e| e.to_string())?;
    let mut brief_input = input.clone();
    brief_input["detail"] = json!("decision");
    let brief = call("authorize", &brief_input, None).map_err(|e| e.to_string())?;
    if full["decision"] != brief["decision"] {
        return Err(format!("full says {}, decision-only says {}", full["decision"], brief["decision"]));
    }
    let first = |answer: &Value| answer["decidedBy"].as_array().and_then(|list| list.first().cloned());
    if first(&full) != first(&brief) {
        return Err(format!("full was decided by {:?}, decision-only by {:?}", first(&full), first(&brief)));
    }
    Ok(full)
}

fn settings(case: &Value) -> Value {
    case.get("settings").cloned().unwrap_or_else(|| json!({}))
}

/// A condition is asked through a policy that has nothing else.
fn condition_holds(case: &Value) -> Result<bool, String> {
    let version = case.get("version").cloned().unwrap_or_else(|| json!("2012-10-17"));
    let input = json!({
        "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/Test"},
        "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "resourceAccount": "111122223333",
        "context": case["context"],
        "settings": settings(case),
        "policies": {"identity": [{"Version": version, "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": case["condition"]}]}]},
    });
    let allow = authorize(&input)?["decision"] == "allowed";
    let mut deny = input.clone();
    deny["policies"]["identity"][0]["Statement"][0]["Effect"] = json!("Deny");
    let denies = authorize(&deny)?["decision"] == "explicitDeny";
    if allow == denies { Ok(allow) } else { Err("Allow and Deny disagree about the condition".into()) }
}

fn expect_condition(case: &Value) -> Result<(), String> {
    let holds = condition_holds(case)?;
    if case["expect"] == holds {
        Ok(())
    } else {
        Err(format!("{} with {}: got {holds}", case["condition"], case["context"]))
    }
}

#[test]
fn condition() {
    run("condition", expect_condition);
}

#[test]
fn mfa_pattern() {
    run("mfa-pattern", expect_condition);
}

#[test]
fn matching() {
    run("match", |case| {
        let mut statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
        let (action, resource) = if case["what"] == "action" {
            statement["Action"] = case["pattern"].clone();
            (case["value"].clone(), json!("*"))
        } else {
            statement["Resource"] = case["pattern"].clone();
            (json!("s3:GetObject"), case["value"].clone())
        };
        let input = json!({
            "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/Test"},
            "action": action, "resource": resource, "resourceAccount": "111122223333",
            "context": case.get("context").cloned().unwrap_or_else(|| json!({})),
            "policies": {"identity": [{"Version": case.get("version").cloned().unwrap_or_else(|| json!("2012-10-17")), "Statement": [statement]}]},
        });
        let got = authorize(&input)?["decision"] == "allowed";
        if case["expect"] == got { Ok(()) } else { Err(format!("{} on {}: got {got}", case["pattern"], case["value"])) }
    });
}

fn principal(principal: &Value) -> Value {
    match principal["type"].as_str().unwrap() {
        "user" => {
            json!({"type": "user", "arn": principal["arn"], "id": principal.get("id").cloned().unwrap_or_else(|| json!("AIDATESTTESTTESTTEST1"))})
        }
        "root" => json!({"type": "root", "account": principal["account"]}),
        "role-session" => {
            json!({"type": "role-session", "arn": principal["arn"], "roleArn": principal["roleArn"], "id": principal.get("id").cloned().unwrap_or_else(|| json!("AROATESTTESTTESTTEST1"))})
        }
        "federated-user" => json!({"type": "federated-user", "arn": principal["arn"], "userArn": principal["userArn"]}),
        "federated" => {
            json!({"type": "federated", "provider": principal.get("provider").or(principal.get("arn")).unwrap()})
        }
        "service" => json!({"type": "service", "service": principal.get("service").or(principal.get("arn")).unwrap()}),
        other => json!({"type": other}),
    }
}

#[test]
fn eval() {
    run("eval", |case| {
        let request = &case["request"];
        let given = &case["policies"];
        let mut policies = json!({});
        for (from, to) in [
            ("identity", "identity"),
            ("session", "session"),
            ("resource", "resource"),
            ("scp", "serviceControl"),
            ("rcp", "resourceControl"),
        ] {
            if let Some(value) = given.get(from).filter(|value| !value.is_null()) {
                policies[to] = value.clone();
            }
        }
        // A boundary that is attached and allows nothing stands as an empty list.
        match given.get("boundary") {
            Some(Value::Array(list)) => {
                policies["boundary"] =
                    list.first().cloned().unwrap_or_else(|| json!({"Version": "2012-10-17", "Statement": []}))
            }
            Some(Value::Null) | None => {}
            Some(document) => policies["boundary"] = document.clone(),
        }
        if given["scpExempt"] == true {
            policies["serviceControlExempt"] = json!(true);
        }
        let mut input = json!({
            "principal": principal(&case["principal"]),
            "action": request["action"], "resource": request["resource"],
            "context": case.get("context").cloned().unwrap_or_else(|| json!({})),
            "settings": settings(case),
            "policies": policies,
        });
        if let Some(account) = request.get("resourceAccount").filter(|a| !a.is_null()) {
            input["resourceAccount"] = account.clone();
        }
        let got = authorize(&input)?;
        let expected = match case["expect"].as_str().unwrap() {
            "Allow" => "allowed",
            "ExplicitDeny" => "explicitDeny",
            _ => "implicitDeny",
        };
        if got["decision"] != expected {
            return Err(format!("got {}: {}", got["decision"], got["reason"]));
        }
        let decision = got["trace"].as_array().and_then(|trace| trace.last()).unwrap();
        match (case.get("layer"), case.get("decisionRule")) {
            (Some(layer), _) if got["decidedBy"][0]["layer"] != *layer => {
                Err(format!("decided by {} instead of {layer}", got["decidedBy"][0]["layer"]))
            }
            (_, Some(rule)) if decision["rule"] != *rule => {
                Err(format!("explained by rule {} instead of {rule}", decision["rule"]))
            }
            _ => Ok(()),
        }
    });
}

/// The codes that stand for one of the vectors' names, from the table of finding codes.
fn codes(name: &str) -> &'static [&'static str] {
    match name {
        "E_JSON_SYNTAX" => &["JSON_SYNTAX_ERROR"],
        "E_DUPLICATE_KEY" => &["DUPLICATE_KEY", "DUPLICATE_KEYS_WITH_DIFFERENT_CASE"],
        "E_VERSION" => &["INVALID_VERSION"],
        "E_VERSION_MANAGED" => &["MANAGED_POLICY_VERSION"],
        "E_MISSING_STATEMENT" => &["MISSING_STATEMENT"],
        "E_ID_NOT_ALLOWED" => &["ID_NOT_SUPPORTED"],
        "E_SID_CHARS" => &["UNSUPPORTED_SID"],
        "E_SID_DUPLICATE" => &["UNIQUE_SIDS_REQUIRED"],
        "E_EFFECT" => &["MISSING_EFFECT", "INVALID_EFFECT"],
        "E_PRINCIPAL_NOT_ALLOWED" => &["UNSUPPORTED_PRINCIPAL", "SCP_SYNTAX_ERROR_PRINCIPAL"],
        "E_MISSING_PRINCIPAL" => &["MISSING_PRINCIPAL"],
        "E_NOTPRINCIPAL_NOT_ALLOWED" => &["ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "UNSUPPORTED_PRINCIPAL"],
        "E_NOTPRINCIPAL_ALLOW" => &["ALLOW_WITH_NOT_PRINCIPAL"],
        "E_PRINCIPAL_TYPE" => &["INVALID_PRINCIPAL_KEY", "INVALID_PRINCIPAL_FORMAT"],
        "E_PRINCIPAL_WILDCARD" => {
            &["UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"]
        }
        "E_RESOURCE_NOT_ALLOWED" => &["ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"],
        "E_ACTION_AND_NOTACTION" | "E_RESOURCE_AND_NOTRESOURCE" => &["UNSUPPORTED_ELEMENT_COMBINATION"],
        "E_MISSING_ACTION" => &["MISSING_ACTION"],
        "E_ACTION_FORMAT" => &["INVALID_ACTION"],
        "E_ACTION_PREFIX_WILDCARD" => &["INVALID_SERVICE_IN_ACTION"],
        "E_NOTACTION_NOT_ALLOWED" => &["RCP_SYNTAX_ERROR_NOTACTION"],
        "E_MISSING_RESOURCE" => &["MISSING_RESOURCE"],
        "E_ARN" => &[
            "MISSING_ARN_FIELD",
            "INVALID_ARN_PREFIX",
            "INVALID_ARN_RESOURCE",
            "INVALID_ARN_ACCOUNT",
            "INVALID_ARN_REGION",
        ],
        "E_UNKNOWN_ELEMENT" => &["INVALID_POLICY_ELEMENT"],
        "E_OPERATOR" => &["INVALID_CONDITION_OPERATOR"],
        "E_NULL_IFEXISTS" => &["NULL_WITH_IF_EXISTS"],
        "E_MULTIPLE_BOOLEAN" => &["INVALID_CONDITION_MULTIPLE_BOOLEAN"],
        "E_VARIABLE_SYNTAX" => &[
            "MISSING_BRACE_IN_VARIABLE",
            "MISSING_QUOTE_IN_VARIABLE",
            "EMPTY_VARIABLE",
            "UNSUPPORTED_SPACE_IN_VARIABLE",
        ],
        "E_VARIABLE_POSITION" => &["VARIABLE_UNSUPPORTED_IN_ELEMENT"],
        "E_RCP_EFFECT" => &["RCP_SYNTAX_ERROR_ALLOW"],
        "E_RCP_PRINCIPAL" => &["RCP_SYNTAX_ERROR_PRINCIPAL"],
        "E_CHARSET" => &["UNSUPPORTED_CHARACTER"],
        "W_MISSING_VERSION" => &["MISSING_VERSION"],
        "W_VARIABLE_IN_OLD_VERSION" => &["VARIABLE_UNSUPPORTED_IN_VERSION"],
        "W_PUBLIC" => &["PUBLIC_PRINCIPAL"],
        "W_UNIQUE_ID_PRINCIPAL" => &["UNIQUE_ID_PRINCIPAL"],
        "W_INCOMPLETE_ARN" => &["MISSING_ARN_FIELD"],
        _ => panic!("unknown name {name}"),
    }
}

#[test]
fn parse() {
    run("parse", |case| {
        let document = case.get("document").or(case.get("documentText")).unwrap();
        let policy_type = match case["policyType"].as_str().unwrap() {
            "scp" => "serviceControl",
            "rcp" => "resourceControl",
            other => other,
        };
        let found = call("checkPolicy", document, Some(&json!({"type": policy_type}))).map_err(|e| e.to_string())?;
        let findings = found["findings"].as_array().unwrap();
        let errors: Vec<&str> =
            findings.iter().filter(|f| f["findingType"] == "ERROR").map(|f| f["issueCode"].as_str().unwrap()).collect();
        let all: Vec<&str> = findings.iter().map(|f| f["issueCode"].as_str().unwrap()).collect();
        if errors.is_empty() != (case["expect"]["valid"] == true) {
            return Err(format!("errors: {errors:?}"));
        }
        for name in case["expect"]["codes"].as_array().unwrap() {
            if !codes(name.as_str().unwrap()).iter().any(|code| all.contains(code)) {
                return Err(format!("{name} is not among {all:?}"));
            }
        }
        Ok(())
    });
}

#[test]
fn quota() {
    use iam_playground::policy::{Quota, quota_limit};
    run("quota", |case| {
        let quota = match case["quota"].as_str().unwrap() {
            "userInline" => Quota::UserInline,
            "groupInline" => Quota::GroupInline,
            "roleInline" => Quota::RoleInline,
            "managed" | "boundary" => Quota::Managed,
            "trust" => Quota::Trust,
            "scp" | "rcp" => Quota::ServiceControl,
            "bucket" => Quota::Bucket,
            "session" => Quota::Session,
            other => return Err(format!("unknown quota {other}")),
        };
        let max = quota_limit(quota);
        if case["expect"]["max"] == max { Ok(()) } else { Err(format!("got {max}")) }
    });
}

#[test]
fn totp() {
    run("totp", |case| {
        let answer = call("totp", &json!({"secret": case["secretBase32"], "at": case["time"]}), None)
            .map_err(|e| e.to_string())?;
        if answer["code"] == case["expect"] { Ok(()) } else { Err(format!("got {answer}")) }
    });
}
