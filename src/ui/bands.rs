//! Decisions over MFA age: one strip a request, on the slider's scale.

use iam_playground::app::{Band, Msg, Segment, Shared, age, words};
use iam_playground::scenario::Outcome;
use iam_playground::whatif::SessionKind;
use yew::prelude::*;

use super::browser;
use super::signs::{icon, shape};
use super::text::prose;

/// The properties of [`Bands`].
#[derive(Properties, PartialEq)]
pub struct BandsProps {
    /// What to draw.
    pub bands: Shared<Vec<Band>>,
    /// For which credentials.
    pub kind: SessionKind,
    /// Seconds since MFA.
    pub age: i64,
    /// Whether some policy asks for it.
    pub asked_for: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the strips.
#[component]
pub fn Bands(props: &BandsProps) -> Html {
    html! {
        <section class="bands" aria-labelledby="bands-title">
            <div class="bands-head"><h3 id="bands-title">{ "Decision by age" }</h3><span class="small muted">{ props.kind.label() }</span></div>
            if props.bands.iter().all(|band| band.segments.len() < 2) {
                <div class="ageless">
                    if props.asked_for {
                        <p>{ words::AGE_WITHOUT_EFFECT }</p>
                    } else {
                        <p>{ prose(words::AGELESS) }</p>
                        <button class="button" onclick={|_: MouseEvent| browser::run_in_editor("requireMfa", Some(3_600.0))}>{ icon("shield") }{ "Require MFA within 1 h" }</button>
                    }
                </div>
            }
            { for props.bands.iter().map(|band| draw(props, band)) }
        </section>
    }
}

fn draw(props: &BandsProps, band: &Band) -> Html {
    html! {
        <div class="band" key={band.request}>
            <span class="band-name">{ &band.action }{ " " }<span>{ format!("on {}", band.resource) }</span></span>
            { strips(&band.segments, props.age, &props.dispatch) }
        </div>
    }
}

/// The decisions on the slider's scale, and in words.
pub fn strips(segments: &[Segment], seconds: i64, dispatch: &Callback<Msg>) -> Html {
    let now = age::position(seconds).to_string();
    html! {
        <>
            <svg viewBox={format!("0 0 {} 18", age::LENGTH)} preserveAspectRatio="none" aria-hidden="true">
                { for segments.iter().map(strip) }
                <line class="now" x1={now.clone()} x2={now} y1="-3" y2="21" />
            </svg>
            <div class="band-words">{ for segments.iter().map(|segment| words_of(segment, dispatch)) }</div>
        </>
    }
}

/// A stretch: its pattern says what its colour says.
fn strip(segment: &Segment) -> Html {
    let class = words::outcome_class(segment.outcome);
    let (x, end) = (segment.x, segment.x + segment.width);
    let places = |step: usize| (x + 6..end - 4).step_by(step);
    let lines = match segment.outcome {
        Outcome::ExplicitDeny => {
            places(40).map(|x| format!("M{x} 5L{} 13M{} 5L{x} 13", x + 14, x + 14)).collect::<String>()
        }
        Outcome::Refused => places(28).map(|x| format!("M{x} 14L{} 4", x + 14)).collect(),
        _ => String::new(),
    };
    html! {
        <g class={class}>
            <rect class={classes!("segment", class)} x={x.to_string()} y="0.5" width={segment.width.to_string()} height="17" />
            if !lines.is_empty() { <path class="stroke" d={lines} fill="none" /> }
        </g>
    }
}

fn words_of(segment: &Segment, dispatch: &Callback<Msg>) -> Html {
    let from = segment.from;
    html! {
        <span>
            <span class={classes!("sign", words::outcome_class(segment.outcome))}>{ shape(segment.outcome) }<span>{ words::outcome(segment.outcome) }</span></span>
            { " " }
            if from > 0 {
                <button class="flip" title="Set the age to this second" onclick={dispatch.reform(move |_: MouseEvent| Msg::AgeChosen(from))}>{ segment.ages() }</button>
            } else {
                <span class="muted">{ segment.ages() }</span>
            }
        </span>
    }
}
