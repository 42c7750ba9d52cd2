//! The left pane: the documents, the editor with one of them, and what is wrong in it.

use std::rc::Rc;

use iam_playground::app::{DocumentView, Mark, Msg, Shared, facts};
use iam_playground::scenario::Scenario;
use yew::prelude::*;

use super::browser;
use super::editor::Editor;
use super::editor_bar::EditorBar;
use super::findings::findings;
use super::signs::icon;

/// The properties of [`PoliciesPane`].
#[derive(Properties, PartialEq)]
pub struct PoliciesProps {
    /// All documents.
    pub documents: Shared<Vec<DocumentView>>,
    /// What they belong to.
    pub scenario: Rc<Scenario>,
    /// The one in the editor.
    pub shown: Option<DocumentView>,
    /// What is highlighted in it.
    pub marks: Vec<Mark>,
    /// When this changes, the highlight is brought into view.
    pub reveal: u32,
    /// The chosen finding.
    pub finding: Option<usize>,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the pane.
#[component]
pub fn PoliciesPane(props: &PoliciesProps) -> Html {
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with(props.shown.as_ref().map(|shown| shown.document.pointer.clone()), move |_| {
            browser::show_current(&list)
        });
    }
    html! {
        <>
            <div class="pane-head"><h2 id="policies-title">{ "Policies" }</h2></div>
            <nav class="documents" ref={list} aria-label="Policy documents">{ owners(props) }</nav>
            if let Some(shown) = &props.shown {
                <div class="editor">
                    <div class="editor-head">
                        <h3>{ &shown.document.name }</h3>
                        if shown.readable {
                            <span class="tag">{ shown.type_words() }</span>
                        } else {
                            <span class="tag count error">{ icon("error") }{ "not JSON yet" }</span>
                        }
                    </div>
                    <EditorBar />
                    <Editor document={shown.document.clone()} findings={shown.checked.then(|| shown.findings.clone())} marks={props.marks.clone()} facts={facts(&props.scenario, &shown.document.account)} reveal={props.reveal} dispatch={props.dispatch.clone()} />
                </div>
                { findings(shown, props.finding, &props.dispatch) }
            } else {
                <p class="part muted">{ "This scenario has no policies." }</p>
            }
        </>
    }
}

/// The documents, one group an owner.
fn owners(props: &PoliciesProps) -> Html {
    let shown = props.shown.as_ref().map(|shown| shown.document.pointer.as_str());
    let mut groups: Vec<(&DocumentView, Vec<&DocumentView>)> = Vec::new();
    for view in props.documents.iter() {
        match groups.last_mut() {
            Some((first, group))
                if first.document.owner == view.document.owner && first.document.account == view.document.account =>
            {
                group.push(view)
            }
            _ => groups.push((view, vec![view])),
        }
    }
    groups
        .into_iter()
        .map(|(first, group)| {
            let (kind, name) = first.document.owner.split_once(' ').unwrap_or((first.document.owner.as_str(), ""));
            html! {
                <section key={first.document.pointer.clone()}>
                    <h3 class="owner"><span>{ kind }</span><strong>{ name }</strong><span>{ &first.document.account }</span></h3>
                    <ul>{ for group.into_iter().map(|view| document(view, shown, &props.dispatch)) }</ul>
                </section>
            }
        })
        .collect()
}

fn document(view: &DocumentView, shown: Option<&str>, dispatch: &Callback<Msg>) -> Html {
    let pointer = view.document.pointer.clone();
    let current = shown == Some(pointer.as_str());
    let (errors, others) = view.counts();
    html! {
        <li key={pointer.clone()}>
            <button class="document" aria-current={current.then_some("true")} onclick={dispatch.reform(move |_: MouseEvent| Msg::DocumentChosen(pointer.clone()))}>
                <span class="name">{ &view.document.name }</span>
                if errors > 0 {
                    <span class="count error">{ icon("error") }{ errors }<span class="hidden">{ " errors" }</span></span>
                }
                if others > 0 {
                    <span class="count warning">{ icon("warning") }{ others }<span class="hidden">{ " warnings" }</span></span>
                }
            </button>
        </li>
    }
}
