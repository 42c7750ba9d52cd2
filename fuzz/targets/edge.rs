//! The JSON edge: every function of `wire::call`, with any two texts, answers JSON that is an answer or an error with
//! a place, and answers the same question the same way again.
#![no_main]

use iam_playground::wire::{Packed, authorize_packed, call};
use iam_playground_fuzz::{call_of, mutate_call};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate_call(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Some((function, first, second)) = call_of(data) else { return };
    let text = call(function, first, second);
    let answer: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{function} answered {error}: {text}"));
    match (answer.get("ok"), answer.get("error")) {
        (Some(_), None) => {}
        (None, Some(error)) => {
            let path = error["path"].as_str().expect("a path");
            assert!(path.is_empty() || path.starts_with('/'), "{path:?} is not a JSON pointer");
            assert!(!error["message"].as_str().expect("a message").is_empty());
        }
        _ => panic!("{function} answered {text}"),
    }
    // `loadServiceData` takes each service once.
    if function != "loadServiceData" && function != "wantedServices" {
        assert_eq!(call(function, first, second), text, "the second answer differs");
    }
    if function == "authorize" {
        let mut packed = Packed::new();
        authorize_packed(first, second, 0, 0, &mut packed);
        assert_eq!(packed.words()[0] == 0, answer.get("ok").is_some(), "packed it is something else");
        // By the number of its policies, with an empty object in their place.
        let number = packed.words()[3];
        if number != 0 && packed.words()[4] == 1 && !second.is_empty() {
            let before = (packed.words()[5..].to_vec(), packed.text().to_owned());
            authorize_packed(first, "", number, 0, &mut packed);
            let after = (packed.words()[5..].to_vec(), packed.text().to_owned());
            assert_eq!(after, before, "by number it is something else");
        }
    }
});
