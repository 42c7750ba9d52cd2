//! Policy × request → evaluation. The input is what `authorize` takes; whatever it reads, the fast path, the full
//! evaluation and the trace say the same, order does not matter, and a Deny never helps.
#![no_main]

use iam_playground::engine::{Compiled, Decision, evaluate};
use iam_playground::wire::{call, read_authorize};
use iam_playground_fuzz::mutate_json;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate_json(data, size, max_size, seed) });

fuzz_target!(|text: &str| {
    let Ok(asked) = read_authorize(text) else {
        assert!(call("authorize", text, "").starts_with(r#"{"error""#), "the two readers disagree");
        return;
    };
    let settings = asked.settings.condition;
    let full = evaluate(&asked.policies, &asked.request, settings).verdict.decision;
    assert_eq!(Compiled::new(asked.policies).decide(&asked.request, settings), full, "compiled");

    let answer: Value = serde_json::from_str(&call("authorize", text, "")).expect("an answer that is JSON");
    assert_eq!(answer["ok"]["decision"], full.name(), "through the edge");
    let Ok(input) = serde_json::from_str::<Value>(text) else { return };
    // A document that is text may have members twice, which a rewritten input keeps; an object here lost them.
    if decision(&input) != Some(full) {
        return;
    }
    let mut brief = input.clone();
    brief["detail"] = json!("decision");
    assert_eq!(decision(&brief), Some(full), "decision only");

    let mut reversed = input.clone();
    reverse(&mut reversed["policies"]);
    assert_eq!(decision(&reversed), Some(full), "in other order");

    let mut denied = input.clone();
    let deny = json!({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}});
    match denied["policies"].get_mut("identity").and_then(Value::as_array_mut) {
        Some(list) => list.push(deny),
        None => denied["policies"]["identity"] = json!([deny]),
    }
    assert!(full == Decision::Allowed || decision(&denied) != Some(Decision::Allowed), "a Deny helped");
});

fn decision(input: &Value) -> Option<Decision> {
    let asked = read_authorize(&input.to_string()).ok()?;
    Some(evaluate(&asked.policies, &asked.request, asked.settings.condition).verdict.decision)
}

/// The policies of each layer, and the levels of organizations, the other way round. (Statements are left alone:
/// a policy may be given as text.)
fn reverse(policies: &mut Value) {
    for layer in ["identity", "session", "serviceControl", "resourceControl"] {
        if let Some(list) = policies.get_mut(layer).and_then(Value::as_array_mut) {
            list.reverse();
            list.iter_mut().filter_map(Value::as_array_mut).for_each(|level| level.reverse());
        }
    }
    for layer in ["boundary", "resource"] {
        if let Some(list) =
            policies.get_mut(layer).and_then(|policy| policy.get_mut("Statement")).and_then(Value::as_array_mut)
        {
            list.reverse();
        }
    }
}
