//! The left pane: the documents, the editor with one of them, and what is wrong in it.

use std::rc::Rc;

use iam_playground::app::world::{State, tree};
use iam_playground::app::{DocumentView, Mark, Msg, Shared, facts};
use iam_playground::scenario::Scenario;
use yew::prelude::*;

use super::browser;
use super::editor::Editor;
use super::editor_bar::EditorBar;
use super::findings::findings;
use super::parts;
use super::signs::icon;
use super::world::{Tree, add_button};

/// The properties of [`PoliciesPane`].
#[derive(Properties, PartialEq)]
pub struct PoliciesProps {
    /// All documents.
    pub documents: Shared<Vec<DocumentView>>,
    /// What they belong to.
    pub scenario: Rc<Scenario>,
    /// What is open in the tree.
    pub world: State,
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
        let shown = props.shown.as_ref().map(|shown| shown.document.pointer.clone());
        use_effect_with((shown, props.world.chosen.clone()), move |_| browser::show_current(&list));
    }
    let chosen = props.world.chosen.as_deref();
    let form = chosen.and_then(|at| parts::world_form(&props.scenario, at, &props.world, &props.dispatch).flatten());
    let current = chosen.or(props.shown.as_ref().map(|shown| shown.document.pointer.as_str()));
    let all = tree(&props.scenario, &props.documents, current, &props.world.turned);
    html! {
        <>
            { add_button(&props.scenario, &all, current, &props.world, &props.dispatch) }
            <nav class="documents" ref={list} aria-label="Policy documents">
                <Tree rows={all} scenario={props.scenario.clone()} current={current.map(str::to_owned)} menu={props.world.menu.clone()} naming={props.world.naming.clone()} dispatch={props.dispatch.clone()} />
            </nav>
            if let Some(form) = form {
                { form }
            } else if let Some(shown) = &props.shown {
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
                    <Editor document={shown.document.clone()} findings={shown.is_checked().then(|| shown.findings.clone())} marks={props.marks.clone()} facts={facts(&props.scenario, &shown.document.account)} reveal={props.reveal} dispatch={props.dispatch.clone()} />
                </div>
                { findings(shown, props.finding, &props.dispatch) }
            } else {
                <p class="part muted">{ "This scenario has no policies." }</p>
            }
        </>
    }
}
