//! Patterns against a matcher that tries everything. The input is a pattern, a line feed, and a text.
#![no_main]

use iam_playground::pattern::{NoVariables, Pattern, Piece, parse_template};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let Some((pattern, text)) = input.split_once('\n') else { return };
    if pattern.len() > 200 || text.len() > 400 {
        return;
    }
    let expected = naive(
        pattern.chars().map(|c| match c {
            '*' => Step::Run,
            '?' => Step::One,
            c => Step::Char(c),
        }),
        text,
    );
    assert_eq!(Pattern::wildcards(pattern).matches(text, &NoVariables).is_yes(), expected, "{pattern:?} on {text:?}");

    // With escapes; patterns with variables have no value here and match nothing.
    let Ok(pieces) = parse_template(pattern, true, true) else { return };
    let steps: Vec<Step> = pieces
        .iter()
        .flat_map(|piece| match piece {
            Piece::Text(text) => text.chars().map(Step::Char).collect(),
            Piece::One => vec![Step::One],
            Piece::Run => vec![Step::Run],
            Piece::Variable(variable) => match &variable.default {
                Some(default) => default.chars().map(Step::Char).collect(),
                None => vec![Step::Never],
            },
        })
        .collect();
    let expected = naive(steps.into_iter(), text);
    assert_eq!(Pattern::from_pieces(pieces).matches(text, &NoVariables).is_yes(), expected, "{pattern:?} on {text:?}");
});

#[derive(Clone, Copy)]
enum Step {
    Char(char),
    One,
    Run,
    /// A variable without value.
    Never,
}

/// Which ends of the text the pattern can reach, one step after the other.
fn naive(steps: impl Iterator<Item = Step>, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut reach = vec![false; text.len() + 1];
    reach[0] = true;
    for step in steps {
        let mut next = vec![false; text.len() + 1];
        for at in (0..=text.len()).filter(|at| reach[*at]) {
            match step {
                Step::Run => next[at..].fill(true),
                Step::One if at < text.len() => next[at + 1] = true,
                Step::Char(c) if text.get(at) == Some(&c) => next[at + 1] = true,
                _ => {}
            }
        }
        reach = next;
    }
    reach[text.len()]
}
