//! The difference between two texts, line by line.

use iam_playground::app::diff::{Line, LineKind};
use yew::prelude::*;

/// Draws changed lines among those around them: sign, colour, and a word for those who see neither.
pub fn draw_lines(lines: &[Line]) -> Html {
    html! {
        <div class="diff" role="group" aria-label="Difference" tabindex="0">
        <div role="list">
            { for lines.iter().map(|line| {
                let (class, sign, word) = match line.kind {
                    LineKind::Same => ("", " ", ""),
                    LineKind::Gone => ("gone", "−", "removed: "),
                    LineKind::New => ("new", "+", "added: "),
                    LineKind::LeftOut => ("left-out", "", ""),
                };
                if line.kind == LineKind::LeftOut {
                    return html! { <div class="diff-line left-out" role="listitem">{ format!("{} unchanged", line.text) }</div> };
                }
                html! {
                    <div class={classes!("diff-line", class)} role="listitem"><span class="diff-sign" aria-hidden="true">{ sign }</span><span class="hidden">{ word }</span><code>{ &line.text }</code></div>
                }
            }) }
        </div>
        </div>
    }
}
