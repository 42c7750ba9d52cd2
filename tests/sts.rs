//! The vectors about sessions: kinds `sts`, `session-context` and `credential-use`, run as scenarios.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::scenario::{Detail, Outcome, Scenario, StepReport, run};
use serde_json::{Map, Value, json};

fn vectors(kind: &str) -> Vec<Value> {
    let text = std::fs::read_to_string("tests/vectors/vectors.jsonl").unwrap();
    text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).filter(|line| line["kind"] == kind).collect()
}

/// The fixture world as accounts of a scenario.
fn accounts() -> Value {
    let fixture = &vectors("fixture")[0]["world"];
    let mut accounts: Map<String, Value> = Map::new();
    for user in fixture["users"].as_array().unwrap() {
        let name = user["name"].as_str().unwrap();
        let mut entry = json!({"id": user["id"], "tags": user.get("tags").cloned().unwrap_or_else(|| json!({}))});
        if let Some(path) = user.get("path") {
            entry["path"] = path.clone();
        }
        let devices: Vec<Value> = fixture["devices"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|device| device["user"] == name)
            .map(|device| json!({"serial": device["id"], "secret": fixture["secretBase32"]}))
            .collect();
        entry["mfa"] = json!(devices);
        if let Some(policies) = fixture["identity"].get(name) {
            entry["policies"] = policies
                .as_array()
                .unwrap()
                .iter()
                .enumerate()
                .map(|(i, p)| (format!("P{i}"), p.clone()))
                .collect::<Map<_, _>>()
                .into();
        }
        let account =
            accounts.entry(user["account"].as_str().unwrap()).or_insert_with(|| json!({"users": {}, "roles": {}}));
        account["users"][name] = entry;
    }
    for role in fixture["roles"].as_array().unwrap() {
        let arn = role["arn"].as_str().unwrap();
        let (account, rest) = (arn.split(':').nth(4).unwrap(), arn.split(":role/").nth(1).unwrap());
        let (path, name) =
            rest.rsplit_once('/').map_or(("/".to_owned(), rest), |(path, name)| (format!("/{path}/"), name));
        let mut entry =
            json!({"id": role["id"], "path": path, "maxSessionDuration": role["max"], "trust": role["trust"]});
        if let Some(policies) = fixture["identity"].get(arn) {
            entry["policies"] = policies
                .as_array()
                .unwrap()
                .iter()
                .enumerate()
                .map(|(i, p)| (format!("P{i}"), p.clone()))
                .collect::<Map<_, _>>()
                .into();
        }
        accounts[account]["roles"][name] = entry;
    }
    Value::Object(accounts)
}

fn time(seconds: i64) -> String {
    iam_playground::time::format_utc(seconds)
}

fn principal_of(caller: &str) -> String {
    if let Some(account) = caller.strip_prefix("root:") {
        return format!("arn:aws:iam::{account}:root");
    }
    let name = caller.strip_prefix("user:").unwrap();
    let fixture = &vectors("fixture")[0]["world"];
    let user = fixture["users"].as_array().unwrap().iter().find(|user| user["name"] == name).unwrap();
    format!(
        "arn:aws:iam::{}:user{}{name}",
        user["account"].as_str().unwrap(),
        user.get("path").and_then(Value::as_str).unwrap_or("/")
    )
}

fn run_script(script: Vec<Value>, clock: i64) -> Vec<StepReport> {
    let scenario = json!({"format": "iam-playground/1", "title": "t", "clock": time(clock), "accounts": accounts(), "script": script});
    run(&Scenario::read(&scenario.to_string()).unwrap_or_else(|e| panic!("{e}")), Detail::Full).steps
}

#[test]
fn sts() {
    let mut failures = Vec::new();
    let cases = vectors("sts");
    for case in &cases {
        let mut script = Vec::new();
        let mut calls = Vec::new();
        for (index, step) in case["steps"].as_array().unwrap().iter().enumerate() {
            let caller = step["caller"].as_str().unwrap();
            let at = time(step["at"].as_i64().unwrap());
            let signer = match caller.strip_prefix("saved:") {
                Some(saved) => saved.to_owned(),
                None => {
                    script.push(json!({"do": "signIn", "id": format!("keys{index}"), "principal": principal_of(caller), "at": at}));
                    format!("keys{index}")
                }
            };
            let mut call = json!({"do": "sts", "as": signer, "at": at, "operation": step["call"]["api"], "parameters": step["call"]["params"]});
            if let Some(save) = step.get("save") {
                call["id"] = save.clone();
            }
            calls.push(script.len());
            script.push(call);
        }
        let first = case["steps"][0]["at"].as_i64().unwrap();
        let reports = run_script(script, first);
        for (expect, index) in case["expect"].as_array().unwrap().iter().zip(calls) {
            if let Err(why) = compare(expect, &reports[index]) {
                failures.push(format!("{} (rule {}): {}: {why}", case["id"], case["rule"], case["note"]));
            }
        }
    }
    println!("sts: {} cases, {} failures", cases.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn compare(expect: &Value, report: &StepReport) -> Result<(), String> {
    if let Some(error) = expect.get("error") {
        let got = report.error.as_ref().ok_or_else(|| format!("no error, outcome {:?}", report.outcome))?;
        let message = error["message"].as_str().unwrap();
        if error["code"] != got.code || error["http"] != got.status || !got.message.contains(message) {
            return Err(format!("got {got:?}"));
        }
        return Ok(());
    }
    if report.outcome != Some(Outcome::Issued) {
        return Err(format!("got {:?}: {:?}", report.outcome, report.error));
    }
    if let Some(arn) = expect.get("identity").and_then(|identity| identity.get("Arn")) {
        return if *arn == report.identity.as_ref().unwrap().arn {
            Ok(())
        } else {
            Err(format!("{:?}", report.identity))
        };
    }
    let Some(credentials) = &report.credentials else {
        return if report.identity.is_some() { Ok(()) } else { Err("no credentials".into()) };
    };
    if let Some(prefix) = expect.get("prefix").filter(|prefix| **prefix != credentials.access_key_prefix) {
        return Err(format!("prefix {prefix}"));
    }
    if let Some(seconds) = expect.get("expiresIn")
        && *seconds != credentials.expires_at.unwrap() - credentials.issued_at
    {
        return Err(format!("expires in {:?}", credentials.expires_at.unwrap() - credentials.issued_at));
    }
    if let Some(arn) = expect.get("arn").filter(|arn| **arn != credentials.principal_arn) {
        return Err(format!("arn {} instead of {arn}", credentials.principal_arn));
    }
    if let Some(context) = expect.get("context") {
        let got: Map<String, Value> = credentials
            .context
            .iter()
            .filter(|(key, _)| !key.starts_with("aws:PrincipalTag/"))
            .map(|(key, values)| (key.clone(), json!(values[0])))
            .collect();
        let wanted: Map<String, Value> = context
            .as_object()
            .unwrap()
            .iter()
            .filter(|(k, _)| !k.starts_with("aws:PrincipalTag/"))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        if got != wanted {
            return Err(format!("context {got:?} instead of {context}"));
        }
    }
    Ok(())
}

/// The steps that make credentials of a kind; the last one has the id `c`.
fn credential(kind: &str, mfa: bool) -> Vec<Value> {
    let sofia = "arn:aws:iam::111122223333:user/Sofia";
    let sign_in = json!({"do": "signIn", "id": "keys", "principal": sofia});
    let code = json!({"SerialNumber": "arn:aws:iam::111122223333:mfa/Sofia", "TokenCode": "$current"});
    let audit = "arn:aws:iam::111122223333:role/team/Audit";
    match kind {
        "lt-user" => vec![json!({"do": "signIn", "id": "c", "principal": sofia})],
        "lt-root" => vec![json!({"do": "signIn", "id": "c", "principal": "arn:aws:iam::111122223333:root"})],
        "gst" => vec![
            sign_in,
            json!({"do": "sts", "id": "c", "as": "keys", "operation": "GetSessionToken", "parameters": if mfa { code } else { json!({}) }}),
        ],
        "role" => {
            let mut parameters = json!({"RoleArn": audit, "RoleSessionName": "s1"});
            if mfa {
                parameters["SerialNumber"] = code["SerialNumber"].clone();
                parameters["TokenCode"] = code["TokenCode"].clone();
            }
            vec![
                sign_in,
                json!({"do": "sts", "id": "c", "as": "keys", "operation": "AssumeRole", "parameters": parameters}),
            ]
        }
        "gft" => vec![
            sign_in,
            json!({"do": "sts", "id": "c", "as": "keys", "operation": "GetFederationToken", "parameters": {"Name": "Fay"}}),
        ],
        "console" => vec![json!({"do": "signIn", "id": "c", "principal": sofia, "console": {"mfa": mfa}})],
        other => panic!("no way to make {other}"),
    }
}

/// SAML needs a role and a provider that the fixture world has not.
fn saml_world() -> Value {
    let mut accounts = accounts();
    accounts["111122223333"]["identityProviders"] = json!(["arn:aws:iam::111122223333:saml-provider/Idp"]);
    accounts["111122223333"]["roles"]["Fed"] = json!({"trust": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Idp"}, "Action": "sts:AssumeRoleWithSAML"}}});
    accounts
}

fn saml_step() -> Value {
    json!({"do": "sts", "id": "c", "operation": "AssumeRoleWithSAML", "parameters": {"RoleArn": "arn:aws:iam::111122223333:role/Fed", "PrincipalArn": "arn:aws:iam::111122223333:saml-provider/Idp"}, "federation": {"provider": "arn:aws:iam::111122223333:saml-provider/Idp", "subject": "fay"}})
}

fn reports_with(mut steps: Vec<Value>, kind: &str, last: Value) -> Vec<StepReport> {
    steps.push(last);
    let world = if kind.starts_with("saml") { saml_world() } else { accounts() };
    let scenario = json!({"format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z", "accounts": world, "script": steps});
    run(&Scenario::read(&scenario.to_string()).unwrap_or_else(|e| panic!("{e}")), Detail::Full).steps
}

#[test]
fn session_context() {
    let mut failures = Vec::new();
    let cases = vectors("session-context");
    for case in &cases {
        let kind = case["credential"]["kind"].as_str().unwrap();
        let mfa = case["credential"]["mfa"] == true || case["credential"]["mfaOnCall"] == true;
        let mut steps = if kind == "saml" { vec![saml_step()] } else { credential(kind, mfa) };
        if let Some(age) = case["credential"].get("age") {
            steps.push(json!({"do": "wait", "seconds": age}));
        }
        let reports = reports_with(
            steps,
            kind,
            json!({"do": "request", "as": "c", "action": "s3:ListAllMyBuckets", "resource": "*"}),
        );
        let context = reports.last().unwrap().context.clone().unwrap_or_default();
        let value = |key: &str| context.iter().find(|entry| entry.key == key).map(|entry| entry.values.join(","));
        for (key, wanted) in case["expect"]["present"].as_object().unwrap() {
            if value(key).as_deref() != wanted.as_str() {
                failures.push(format!("{} {}: {key} is {:?}", case["id"], case["note"], value(key)));
            }
        }
        for key in case["expect"]["absent"].as_array().unwrap() {
            if value(key.as_str().unwrap()).is_some() {
                failures.push(format!("{} {}: {key} is there", case["id"], case["note"]));
            }
        }
    }
    println!("session-context: {} cases, {} failures", cases.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn credential_use() {
    let mut failures = Vec::new();
    let cases = vectors("credential-use");
    for case in &cases {
        let name = case["credential"].as_str().unwrap();
        let (kind, mfa) = match name {
            "gst-mfa" => ("gst", true),
            "gst-nomfa" => ("gst", false),
            "saml-webid" => ("saml", false),
            other => (other, false),
        };
        let steps = if kind == "saml" { vec![saml_step()] } else { credential(kind, mfa) };
        let reports =
            reports_with(steps, kind, json!({"do": "request", "as": "c", "action": case["action"], "resource": "*"}));
        let last = reports.last().unwrap();
        let got = match (last.outcome, &last.evaluations) {
            (Some(Outcome::Refused), _) => "blocked",
            (_, Some(evaluations))
                if evaluations[0].evaluation.verdict.layer == iam_playground::engine::Layer::Principal
                    && kind != "lt-root" =>
            {
                "always"
            }
            (_, Some(evaluations)) if evaluations[0].evaluation.verdict.rule == "A6" => "always",
            _ => "policy",
        };
        if case["expect"] != got && !(case["expect"] == "yes" && got == "policy") {
            failures.push(format!("{} {}: got {got}", case["id"], case["note"]));
        }
    }
    println!("credential-use: {} cases, {} failures", cases.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
