//! The clock, and the MFA device that goes by it.

use iam_playground::app::script::Msg;
use iam_playground::app::script::clock::{Device, Face};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::ui::signs::icon;
use crate::ui::{idle, when};

/// Draws them.
pub fn clock(face: &Face, dispatch: &Callback<Msg>) -> Html {
    let send = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    let (run, run_words) = if face.running { ("pause", "Stop the clock") } else { ("play", "Let the clock run") };
    let jump = |words: &'static str, label: &'static str, to: Option<i64>| {
        let onclick = when(dispatch, move |_: MouseEvent| to.map(Msg::ClockSet));
        html! { <button class="button" aria-disabled={idle(to.is_none())} title={label} {onclick}>{ words }</button> }
    };
    let to_chosen = face.chosen.map(|(index, moment)| (format!("to step {}", index + 1), Msg::ClockSet(moment)));
    html! {
        <section class="clock" aria-label="Clock and MFA device">
            <div class="clock-row">
                <button class="button icon" aria-label={run_words} title={run_words} onclick={send(Msg::ClockTurned)}>{ icon(run) }</button>
                <time class="clock-time" datetime={face.time.clone()}>{ face.time.replace('T', " ").replace('Z', " UTC") }</time>
                <div class="clock-jumps" role="group" aria-label="Set the clock">
                    <button class="button" aria-disabled={idle(!face.away)} title="Back to the script's start" onclick={send(Msg::ClockReset)}>{ "to the start" }</button>
                    <button class="button" title="30 seconds later" onclick={send(Msg::ClockMoved(30))}>{ "+30 s" }</button>
                    <button class="button" title="5 minutes later" onclick={send(Msg::ClockMoved(300))}>{ "+5 min" }</button>
                    <button class="button" title="1 hour later" onclick={send(Msg::ClockMoved(3_600))}>{ "+1 h" }</button>
                    { jump("to the next step", "To the time of the next step", face.next_step) }
                    { jump("to the next expiry", "To when the next credentials expire", face.next_expiry) }
                    if let Some((words, msg)) = to_chosen {
                        <button class="button" title="To the time of the step that Why explains" onclick={send(msg)}>{ words }</button>
                    }
                </div>
            </div>
            if let Some(device) = &face.device {
                { draw_device(face, device, dispatch) }
            } else {
                <p class="small muted">{ "No user of this scenario has an MFA device. One can be added to a user, with a made-up secret." }</p>
            }
            if !face.sessions.is_empty() {
                <ul class="clock-sessions">{ for face.sessions.iter().map(|session| html! { <li key={session.clone()}>{ icon("clock") }{ session }</li> }) }</ul>
            }
        </section>
    }
}

fn draw_device(face: &Face, device: &Device, dispatch: &Callback<Msg>) -> Html {
    let chosen =
        when(dispatch, |event: Event| Some(Msg::DeviceChosen(event.target_dyn_into::<HtmlSelectElement>()?.value())));
    // A ring of circumference 100 that empties within 30 seconds.
    let left = device.seconds * 100 / 30;
    html! {
        <>
        <div class="device">
            <label class="labelled"><span>{ "MFA device" }</span>
                <select class="select" onchange={chosen}>
                    { for face.devices.iter().map(|(serial, user)| html! {
                        <option key={serial.clone()} value={serial.clone()} selected={*serial == device.serial}>{ format!("{user} · {}", serial.rsplit('/').next().unwrap_or(serial)) }</option>
                    }) }
                </select>
            </label>
            if let Ok(code) = &device.code {
                <p class="code-shown" aria-label={format!("Code {code}")}><span>{ code.get(..3).unwrap_or_default() }</span><span>{ code.get(3..).unwrap_or_default() }</span></p>
                <svg class="countdown" viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="15.9" class="whole" /><circle cx="18" cy="18" r="15.9" class="left" stroke-dasharray={format!("{left} 100")} /></svg>
                <span class="small muted countdown-words">{ format!("{} s left", device.seconds) }</span>
                <button class="button" onclick={dispatch.reform(|_: MouseEvent| Msg::CodeUsed)}>{ "Use this code" }</button>
            } else if let Err(problem) = &device.code {
                <p class="field-problem">{ icon("error") }<span>{ problem }</span></p>
            }
        </div>
        if let Some(step) = &device.used_by {
            <p class="small device-used">{ icon("warning") }<span>{ format!("{step} has already used this code. AWS accepts a code only once, so another call with it is refused. Wait for the next one.") }</span></p>
        }
        <p class="small muted">{ "The device is simulated and its secret made up. Never enter the secret of a real device here." }</p>
        </>
    }
}
