//! Text → policy: any text under any policy type gets findings whose places lie in the text, and whatever the reader
//! understands survives printing.
#![no_main]

use iam_playground::policy::{Policy, PolicyType, ScpLanguage};
use iam_playground::text::{json, pretty};
use iam_playground::wire::call;
use iam_playground_fuzz::mutate_json;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate_json(data, size, max_size, seed) });

fuzz_target!(|text: &str| {
    // Two readers share the work; what both can read they read alike.
    if let Ok(document) = json::parse(text) {
        assert_eq!(json::parse_loosely(text), Ok(document), "read loosely it is something else");
    }
    for policy_type in PolicyType::ALL {
        for scp in [ScpLanguage::Full2025, ScpLanguage::Narrow2023] {
            let read = Policy::read(text, *policy_type, scp);
            for finding in &read.findings {
                for location in &finding.locations {
                    let (start, end) = (location.at.start as usize, location.at.end as usize);
                    assert!(text.get(start..end).is_some(), "{} is at {start}..{end}", finding.code);
                }
            }
            if let Ok(document) = json::parse(text) {
                let printed = pretty(&document);
                let again = Policy::read(&printed, *policy_type, scp);
                assert_eq!(read.is_incomplete(), again.is_incomplete(), "printing changed what can be read");
                assert_eq!(read.statements.len(), again.statements.len(), "printing changed the statements");
            }
        }
    }
    // The checks ask the engine many questions; one type for each text is enough.
    let sum: usize = text.bytes().map(usize::from).sum();
    checked(text, PolicyType::ALL[sum % PolicyType::ALL.len()]);
});

/// Every span of `checkPolicy` lies in the text, and every fix can be applied and gives text again.
fn checked(text: &str, policy_type: PolicyType) {
    let options = json!({"type": policy_type.name()}).to_string();
    let answer: Value = serde_json::from_str(&call("checkPolicy", &json!(text).to_string(), &options)).unwrap();
    let units: Vec<u16> = text.encode_utf16().collect();
    let place = |span: &Value| {
        let (start, end) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
        let part = units.get(start..end).unwrap_or_else(|| panic!("{start}..{end} is not in the text"));
        String::from_utf16(part).expect("a span that does not cut a character");
        (start, end)
    };
    for finding in answer["ok"]["findings"].as_array().expect("findings") {
        for location in finding["locations"].as_array().expect("locations") {
            place(&location["span"]);
        }
        for fix in finding["fixes"].as_array().into_iter().flatten() {
            let mut edits: Vec<_> = fix["edits"].as_array().expect("edits").iter().map(place).collect();
            edits.sort_unstable();
            assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "the edits of a fix overlap: {finding}");
        }
    }
}
