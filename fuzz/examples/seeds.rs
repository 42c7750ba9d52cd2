//! Writes the seeds of the targets from the project's own cases: `seeds FOLDER`.

use std::fs;
use std::path::{Path, PathBuf};

use iam_playground_fuzz::call_bytes;
use serde_json::{Value, json};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder to write to"));
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let mut seeds = Seeds { folder, count: 0 };
    for line in lines(&tests.join("vectors")).chain(lines(&tests.join("cases"))) {
        seeds.of_case(&line);
    }
    for path in paths(&tests.join("scenarios"), "json").into_iter().filter(|path| !path.ends_with(".expected.json")) {
        seeds.of_scenario(&fs::read_to_string(path).expect("a scenario"));
    }
    println!("{} seeds", seeds.count);
}

fn paths(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    paths
}

fn lines(folder: &Path) -> impl Iterator<Item = Value> + use<> {
    paths(folder, "jsonl").into_iter().flat_map(|path| {
        let text = fs::read_to_string(path).expect("cases");
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect::<Vec<Value>>()
    })
}

struct Seeds {
    folder: PathBuf,
    count: usize,
}

impl Seeds {
    fn write(&mut self, target: &str, bytes: &[u8]) {
        let folder = self.folder.join(target);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(format!("{:05}", self.count)), bytes).expect("a seed");
        self.count += 1;
    }

    fn of_case(&mut self, case: &Value) {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if let Some(document) = case.get("document").or(case.get("documentText")) {
            let document = text(document);
            self.write("policy", document.as_bytes());
            let policy_type = case["policyType"].as_str().unwrap_or("identity");
            let options = json!({"type": policy_type}).to_string();
            self.write("edge", &call_bytes("checkPolicy", &json!(document).to_string(), &options));
        }
        match case["kind"].as_str() {
            Some("condition" | "mfa-pattern") => {
                let policy = json!({"Version": case.get("version").unwrap_or(&json!("2012-10-17")), "Statement": [
                    {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": case["condition"]}]});
                self.write("policy", policy.to_string().as_bytes());
                self.ask(
                    &json!({"type": "user", "arn": "arn:aws:iam::111122223333:user/Sofia"}),
                    case,
                    json!({"identity": [policy]}),
                );
            }
            Some("match") => {
                let name = if case["what"] == "action" { "Action" } else { "Resource" };
                let mut statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
                statement[name] = case["pattern"].clone();
                self.ask(
                    &json!({"type": "anonymous"}),
                    case,
                    json!({"resource": {"Version": "2012-10-17", "Statement": statement}}),
                );
                if let (Some(pattern), Some(value)) = (case["pattern"].as_str(), case["value"].as_str()) {
                    self.write("pattern", format!("{pattern}\n{value}").as_bytes());
                }
            }
            Some("eval") => {
                let mut policies = json!({});
                for (from, to) in [
                    ("identity", "identity"),
                    ("session", "session"),
                    ("resource", "resource"),
                    ("boundary", "boundary"),
                    ("scp", "serviceControl"),
                    ("rcp", "resourceControl"),
                ] {
                    if let Some(found) = case["policies"].get(from).filter(|found| !found.is_null()) {
                        policies[to] =
                            if from == "boundary" { found.get(0).unwrap_or(found).clone() } else { found.clone() };
                    }
                }
                self.ask(&principal(&case["principal"]), case, policies);
            }
            Some("complete" | "hover") => {
                let marked = case["text"].as_str().unwrap_or_default();
                let offset = marked.find('‸').unwrap_or_default();
                let options = json!({"offset": offset, "type": "identity"}).to_string();
                let first = json!(marked.replace('‸', "")).to_string();
                let function = if case["kind"] == "hover" { "hover" } else { "complete" };
                self.write("edge", &call_bytes(function, &first, &options));
                self.write("edge", &call_bytes("requireMfa", &first, &json!({"offset": offset}).to_string()));
                self.write("edge", &call_bytes("format", &first, ""));
                self.write("edge", &call_bytes("wantedServices", &first, ""));
            }
            Some("paste") => {
                let first = json!(case["text"]).to_string();
                self.write("edge", &call_bytes("tidyPaste", &first, ""));
                self.write("edge", &call_bytes("loadServiceData", &first, ""));
            }
            Some("totp") => {
                let input = json!({"secret": case["secretBase32"], "at": case["time"]}).to_string();
                self.write("edge", &call_bytes("totp", &input, ""));
            }
            _ => {}
        }
        if let Some(scenario) = case.get("scenario").or(case.get("scenarioText")) {
            self.write("edge", &call_bytes("runScenario", &text(scenario), ""));
        }
    }

    /// A request for the targets `evaluation` and `edge`.
    fn ask(&mut self, principal: &Value, case: &Value, policies: Value) {
        let request = &case["request"];
        let mut input = json!({
            "principal": principal,
            "action": request.get("action").unwrap_or(&json!("s3:GetObject")),
            "resource": request.get("resource").unwrap_or(&json!("arn:aws:s3:::b/k")),
            "context": case.get("context").unwrap_or(&json!({})),
            "policies": policies,
        });
        for (from, to) in [(request.get("resourceAccount"), "resourceAccount"), (case.get("settings"), "settings")] {
            if let Some(found) = from.filter(|found| !found.is_null()) {
                input[to] = found.clone();
            }
        }
        self.write("evaluation", input.to_string().as_bytes());
        if self.count.is_multiple_of(7) {
            self.write("edge", &call_bytes("authorize", &input.to_string(), ""));
        }
    }

    fn of_scenario(&mut self, text: &str) {
        let Ok(scenario) = serde_json::from_str::<Value>(text) else { return };
        if scenario["format"] != "iam-playground/1" {
            return;
        }
        let text = scenario.to_string();
        self.write("edge", &call_bytes("runScenario", &text, r#"{"detail":"full"}"#));
        self.write("edge", &call_bytes("checkScenario", &text, ""));
        let steps = scenario["script"].as_array().map_or(1, Vec::len);
        let user = scenario.pointer("/script/0/principal").cloned().unwrap_or_default();
        let questions = [
            json!({"ask": "mfaAge", "step": steps - 1}),
            json!({"ask": "time", "step": steps - 1, "from": "2026-03-02T09:00:00Z", "to": "2026-03-02T10:00:00Z"}),
            json!({"ask": "sessions", "user": user}),
            json!({"ask": "flip", "step": steps - 1, "to": "allowed"}),
            json!({"ask": "sweep", "step": steps - 1, "over": [{"key": "aws:MultiFactorAuthAge", "values": {"from": 0, "count": 20}}]}),
            json!({"ask": "compare", "policies": {}}),
        ];
        let question = &questions[self.count % questions.len()];
        self.write("edge", &call_bytes("whatIf", &text, &question.to_string()));
    }
}

fn principal(principal: &Value) -> Value {
    let arn = &principal["arn"];
    match principal["type"].as_str().unwrap_or("anonymous") {
        "user" => json!({"type": "user", "arn": arn}),
        "root" => json!({"type": "root", "account": "111122223333"}),
        "role-session" | "assumed-role" => json!({"type": "role-session", "arn": arn, "roleArn": principal["roleArn"]}),
        "federated-user" => json!({"type": "federated-user", "arn": arn, "userArn": principal["userArn"]}),
        "service" => json!({"type": "service", "service": principal.get("service").unwrap_or(arn)}),
        "federated" => json!({"type": "federated", "provider": principal.get("provider").unwrap_or(arn)}),
        other => json!({"type": other}),
    }
}
