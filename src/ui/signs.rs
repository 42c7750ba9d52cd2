//! The five outcome signs and the few icons, as inline SVG that takes its colour from the text.
//!
//! They are functions, not components: a component costs some kilobytes for each type, and a life for each use.

use iam_playground::app::words;
use iam_playground::scenario::Outcome;
use yew::prelude::*;

/// An outcome: shape, word, colour.
pub fn sign(outcome: Outcome) -> Html {
    html! {
        <span class={classes!("sign", words::outcome_class(outcome))}>{ shape(outcome) }<span>{ words::outcome(outcome) }</span></span>
    }
}

/// The shape alone.
pub fn shape(outcome: Outcome) -> Html {
    let inside = match outcome {
        Outcome::Allowed => {
            html! { <><circle cx="10" cy="10" r="9" fill="currentColor" fill-opacity="0.16" /><path d="M5.8 10.4l2.9 2.9 5.6-6.2" /></> }
        }
        Outcome::ImplicitDeny => html! { <circle cx="10" cy="10" r="6.6" /> },
        Outcome::ExplicitDeny => html! { <path d="M5 5l10 10M15 5L5 15" stroke-width="2.6" /> },
        Outcome::Refused => html! { <><circle cx="10" cy="10" r="7.4" /><path d="M4.8 15.2L15.2 4.8" /></> },
        Outcome::Issued => {
            html! { <><circle cx="6.2" cy="10" r="3.4" /><path d="M9.6 10H18M15 10v3.4M12.4 10v2.4" /></> }
        }
    };
    html! {
        <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{ inside }</svg>
    }
}

/// An icon, for the eye only.
pub fn icon(name: &str) -> Html {
    let inside = match name {
        "check" => html! { <path d="M4 8.5l2.6 2.6L12 5" /> },
        "cross" => html! { <path d="M4.5 4.5l7 7M11.5 4.5l-7 7" /> },
        "ring" => html! { <circle cx="8" cy="8" r="4.6" /> },
        "dot" => html! { <circle cx="8" cy="8" r="3" fill="currentColor" stroke="none" /> },
        "small-dot" => html! { <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" /> },
        "right" => html! { <path d="M6 3.5L10.5 8 6 12.5" /> },
        "left" => html! { <path d="M10 3.5L5.5 8l4.5 4.5" /> },
        "format" => html! { <path d="M2.5 3.5h11M5.5 6.5h8M5.5 9.5h6M2.5 12.5h11" /> },
        "find" => html! { <><circle cx="7" cy="7" r="4.2" /><path d="M10.2 10.2l3.3 3.3" /></> },
        "shield" => {
            html! { <path d="M8 1.8l5 1.9v3.6c0 3.2-2 5.6-5 6.9-3-1.3-5-3.7-5-6.9V3.7zM5.8 7.9l1.6 1.6 2.9-3" /> }
        }
        "undo" => html! { <path d="M6.5 3L3 6.5 6.5 10M3.4 6.5h5.8a3.6 3.6 0 010 7.2H7" /> },
        "redo" => html! { <path d="M9.5 3L13 6.5 9.5 10M12.6 6.5H6.8a3.6 3.6 0 000 7.2H9" /> },
        "open" => html! { <path d="M2 12.5v-9h4l1.5 2H14v7zM8 10.8V7.6M6.4 9L8 7.4 9.6 9" /> },
        "save" => html! { <path d="M8 2v7.5M5 6.8l3 3 3-3M2.8 11v2.6h10.4V11" /> },
        "link" => {
            html! { <path d="M6.6 9.4a2.6 2.6 0 003.7 0l2.3-2.3a2.6 2.6 0 00-3.7-3.7l-.9.9M9.4 6.6a2.6 2.6 0 00-3.7 0L3.4 8.9a2.6 2.6 0 003.7 3.7l.9-.9" /> }
        }
        "clock" => html! { <><circle cx="8" cy="8" r="6" /><path d="M8 4.6V8l2.4 1.6" /></> },
        "up" => html! { <path d="M3.5 10L8 5.5 12.5 10" /> },
        "down" => html! { <path d="M3.5 6L8 10.5 12.5 6" /> },
        "code" => html! { <path d="M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5" /> },
        "auto" => {
            html! { <><circle cx="8" cy="8" r="5.6" /><path d="M8 2.4a5.6 5.6 0 010 11.2z" fill="currentColor" /></> }
        }
        "light" => {
            html! { <><circle cx="8" cy="8" r="3" /><path d="M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1" /></> }
        }
        "dark" => html! { <path d="M13.4 9.6A5.8 5.8 0 016.4 2.6a5.8 5.8 0 107 7z" /> },
        "error" => html! { <><circle cx="8" cy="8" r="6.4" /><path d="M8 4.6v4M8 11.2v.1" /></> },
        "warning" => html! { <path d="M8 2.2l6.4 11.4H1.6zM8 6.6v3.2M8 11.7v.1" /> },
        "suggestion" => html! { <><circle cx="8" cy="8" r="6.4" /><path d="M8 7.6v3.6M8 4.9v.1" /></> },
        "pencil" => html! { <path d="M10.6 2.8l2.6 2.6-7.6 7.6-3.2.6.6-3.2z" /> },
        "key" => html! { <><circle cx="5" cy="8" r="2.6" /><path d="M7.6 8h6.2M11.4 8v2.6" /></> },
        "send" => html! { <path d="M2.6 8h9.6M8.6 4.2L12.4 8l-3.8 3.8" /> },
        "page" => html! { <path d="M4 2.4h5.4L12 5v8.6H4zM6.2 7h3.6M6.2 9.8h3.6" /> },
        "pin" => html! { <path d="M6 2.4h4M6.6 2.6v4L4.4 9h7.2L9.4 6.6v-4M8 9.2v4.4" /> },
        "swap" => html! { <path d="M2.8 5.6h9.4M9.8 3l2.6 2.6-2.6 2.6M13.2 10.6H3.8M6.2 8L3.6 10.6l2.6 2.6" /> },
        "unreached" => html! { <circle cx="8" cy="8" r="4.6" stroke-dasharray="2 2.8" /> },
        "plus" => html! { <path d="M8 3.2v9.6M3.2 8h9.6" /> },
        "grip" => html! { <path d="M6 3.6h.1M6 8h.1M6 12.4h.1M10 3.6h.1M10 8h.1M10 12.4h.1" stroke-width="2.2" /> },
        "more" => html! { <path d="M3.2 8h.1M8 8h.1M12.8 8h.1" stroke-width="2.4" /> },
        "copy" => html! { <path d="M5.6 5.6h7.6v7.6H5.6zM10.4 5.6V2.8H2.8v7.6h2.8" /> },
        "bin" => html! { <path d="M3 4.6h10M6.4 4.4V2.8h3.2v1.6M4.4 4.8l.6 8.4h6l.6-8.4M6.8 7v3.8M9.2 7v3.8" /> },
        "play" => html! { <path d="M5 3.4v9.2L12.4 8z" fill="currentColor" /> },
        "pause" => html! { <path d="M5.4 3.6v8.8M10.6 3.6v8.8" stroke-width="2.6" /> },
        "target" => html! { <><circle cx="8" cy="8" r="5.6" /><circle cx="8" cy="8" r="1.6" fill="currentColor" /></> },
        _ => html! {},
    };
    html! {
        <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{ inside }</svg>
    }
}

/// The mark of the page itself.
pub fn mark() -> Html {
    html! {
        <svg viewBox="0 0 20 20" aria-hidden="true">
            <rect width="20" height="20" rx="4.5" fill="currentColor" />
            <path d="M5.4 10.4l3 3 6.2-6.6" fill="none" stroke="var(--on-accent)" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}

/// Says that the answers of a view are older than the text. It stands beside the names of the views, where its place is
/// kept: nothing below moves when it comes and goes.
pub fn not_yet(stale: bool) -> Html {
    html! {
        if stale { <span class="old">{ icon("pencil") }<span>{ "Not JSON yet" }<span class="rest">{ ": " }{ words::STALE_SHORT }</span></span></span> }
    }
}

/// Says, in these words, that an answer is older than the text.
pub fn old(stale: bool, words: &'static str) -> Html {
    html! {
        if stale { <span class="old">{ icon("pencil") }<span>{ words }</span></span> }
    }
}
