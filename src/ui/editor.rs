//! The editor element, told what to show by its properties.

use gloo::events::EventListener;
use iam_playground::app::{FindingView, Mark, Msg, Shared};
use iam_playground::scenario::DocumentRef;
use web_sys::Element;
use yew::prelude::*;

use super::browser;

/// The properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The document.
    pub document: Shared<DocumentRef>,
    /// What is wrong in it; none while that is being found out.
    pub findings: Option<Shared<Vec<FindingView>>>,
    /// What to highlight.
    pub marks: Vec<Mark>,
    /// What a policy may name, as JSON text.
    pub facts: AttrValue,
    /// When this changes, the highlight is brought into view.
    pub reveal: u32,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The element's script, which the page as it opens does without.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coming {
    Awaited,
    Here,
    Failed,
}

impl Coming {
    fn now() -> Self {
        if browser::has_editor() { Self::Here } else { Self::Awaited }
    }
}

/// `<policy-editor>` with one document in it.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let node = use_node_ref();
    // The listener stays; what it sends depends on the document that is shown when it is called.
    let shown = use_mut_ref(String::new);
    *shown.borrow_mut() = props.document.pointer.clone();

    {
        let (node, shown, dispatch) = (node.clone(), shown.clone(), props.dispatch.clone());
        use_effect_with((), move |()| {
            let listeners = node.cast::<Element>().map(|element| {
                let (editor, typed_in, send) = (element.clone(), shown.clone(), dispatch.clone());
                let change = EventListener::new(&element, "change", move |_| {
                    send.emit(Msg::Typed { pointer: typed_in.borrow().clone(), text: browser::editor_value(&editor) });
                });
                let findings = EventListener::new(&element, "findings", browser::to_finding);
                let send = dispatch.clone();
                let failed = EventListener::new(&element, "failed", move |event| {
                    send.emit(Msg::HelpFailed(browser::sentence(event)));
                });
                let beyond = ["undo", "redo"].map(|name| {
                    let (undone_in, send) = (shown.clone(), dispatch.clone());
                    EventListener::new(&element, name, move |_| {
                        send.emit(Msg::UndoIn { pointer: undone_in.borrow().clone(), again: name == "redo" });
                    })
                });
                let point = EventListener::new(&element, "point", move |event| {
                    if let Some((place, caret)) = browser::editor_point(event) {
                        dispatch.emit(Msg::Pointed { pointer: shown.borrow().clone(), place, caret });
                    }
                });
                (change, findings, failed, beyond, point)
            });
            move || drop(listeners)
        });
    }
    {
        let node = node.clone();
        use_effect_with(
            (props.document.clone(), props.findings.clone(), props.marks.clone()),
            move |(document, findings, marks)| {
                if let Some(editor) = node.cast::<Element>() {
                    browser::set_editor_document(&editor, &document.pointer, &document.text);
                    // Until the new findings come, the editor moves the old ones along with the text.
                    if let Some(findings) = findings {
                        browser::set_editor_diagnostics(&editor, findings);
                    }
                    browser::set_editor_marks(&editor, marks);
                }
            },
        );
    }
    {
        let node = node.clone();
        use_effect_with((props.document.policy_type, props.facts.clone()), move |(policy_type, facts)| {
            if let Some(editor) = node.cast::<Element>() {
                browser::tell_editor(&editor, *policy_type, facts);
            }
        });
    }
    {
        let node = node.clone();
        use_effect_with(props.reveal, move |_| {
            if let Some(editor) = node.cast::<Element>() {
                browser::reveal_editor_marks(&editor);
            }
        });
    }
    let label = format!("{} of {}, {}", props.document.name, props.document.owner, "policy document");
    let state = use_state_eq(Coming::now);
    // Once when it is not there, and once more each time that somebody wants it tried again.
    use_effect_with(*state == Coming::Awaited, {
        let state = state.clone();
        move |awaited| {
            if *awaited {
                browser::fetch_editor(move |came| state.set(if came { Coming::Here } else { Coming::Failed }));
            }
        }
    });
    let again = Callback::from({
        let state = state.clone();
        move |_: MouseEvent| state.set(Coming::Awaited)
    });
    html! {
        <>
            if *state == Coming::Failed {
                <p class="editor-failed" role="alert">{ "The editor could not be loaded; this is the text without it." }<button class="button quiet" onclick={again}>{ "Try again" }</button></p>
            }
            <policy-editor ref={node} {label}>
                // The element's own inside takes its place.
                if *state != Coming::Here { <pre>{ &props.document.text }</pre> }
            </policy-editor>
        </>
    }
}
