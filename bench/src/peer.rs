//! iam-rs, given the identity policies of the same request. It knows no other layers.

use std::hint::black_box;

use iam_rs::{Arn, Context, IAMPolicy, IAMRequest, PolicyEvaluator, Principal, PrincipalId};
use serde_json::Value;

/// Its decisions a second.
pub fn decisions(input: &Value, rate: fn(&mut dyn FnMut()) -> f64) -> f64 {
    let policies: Vec<IAMPolicy> = input["policies"]["identity"]
        .as_array()
        .expect("identity policies")
        .iter()
        .map(|policy| serde_json::from_value(policy.clone()).expect("a policy that iam-rs reads"))
        .collect();
    let evaluator = PolicyEvaluator::with_policies(policies);
    let mut context = Context::new();
    for (key, value) in input["context"].as_object().expect("a context") {
        let text = value.as_str().expect("a text");
        context = match (text, text.parse::<f64>()) {
            ("true" | "false", _) => context.with_boolean(key.clone(), text == "true"),
            (_, Ok(number)) => context.with_number(key.clone(), number),
            _ => context.with_string(key.clone(), text),
        };
    }
    let principal = Principal::Aws(PrincipalId::String(input["principal"]["arn"].as_str().expect("an ARN").to_owned()));
    let resource = Arn::parse(input["resource"].as_str().expect("a resource")).expect("an ARN");
    let request =
        IAMRequest::new_with_context(principal, input["action"].as_str().expect("an action"), resource, context);
    rate(&mut || {
        let _ = black_box(evaluator.evaluate(black_box(&request)));
    })
}
