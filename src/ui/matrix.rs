//! Requests × credentials, as a grid that the arrow keys move in.

use iam_playground::app::{Cell, CellAt, Column, Disputed, Matrix, Msg, Row, Shared, Suggestions, requests, words};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::requests::{at_the_end, menu_button, under};
use super::signs::{icon, shape};
use super::text::{breakable, prose};
use super::when;

/// The properties of [`MatrixTable`].
#[derive(Properties, PartialEq)]
pub struct MatrixProps {
    /// What to draw.
    pub matrix: Shared<Matrix>,
    /// The matrix that it is compared with.
    #[prop_or_default]
    pub before: Option<Shared<Matrix>>,
    /// The cells that the readings of role sessions disagree on.
    pub disputed: Shared<Vec<Disputed>>,
    /// The chosen cell.
    pub cell: CellAt,
    /// The cell that the keyboard is on.
    pub cursor: CellAt,
    /// What is open at its requests.
    pub requests: requests::State,
    /// What their form suggests.
    pub suggestions: Shared<Suggestions>,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the grid. Roles are written out: on narrow pages the style sheet makes blocks of its rows and cells.
#[component]
pub fn MatrixTable(props: &MatrixProps) -> Html {
    let matrix = &props.matrix;
    let onkeydown = when(&props.dispatch, |event: KeyboardEvent| {
        // Forms between the rows have their own use for these keys.
        event.target_dyn_into::<HtmlElement>().filter(|at| at.id().starts_with("cell-"))?;
        let msg = match event.key().as_str() {
            "ArrowRight" => Msg::CursorMoved(1, 0),
            "ArrowLeft" => Msg::CursorMoved(-1, 0),
            "ArrowDown" => Msg::CursorMoved(0, 1),
            "ArrowUp" => Msg::CursorMoved(0, -1),
            "Home" => Msg::CursorToEnd(false),
            "End" => Msg::CursorToEnd(true),
            _ => return None,
        };
        event.prevent_default();
        Some(msg)
    });
    let chosen = matrix.columns.iter().find(|column| column.kind == props.cell.kind);
    let wide = match matrix.columns.len() {
        ..=5 => "",
        6 | 7 => "wide",
        _ => "wide wider",
    };
    html! {
        <>
            <div class="matrix-room">
            <table class={classes!("matrix", wide)} role="grid" aria-label="Each request under each kind of credentials" {onkeydown}>
                <thead role="rowgroup">
                    <tr role="row">
                        <th class="corner" role="columnheader" scope="col">{ "Request" }</th>
                        { for matrix.columns.iter().map(|column| html! {
                            <th role="columnheader" scope="col" class={(column.kind == props.cell.kind).then_some("chosen")}>
                                <strong>{ breakable(column.name) }</strong>{ " " }{ column.hint }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    { for matrix.rows.iter().enumerate().map(|(index, row)| draw_row(props, index, row)) }
                </tbody>
            </table>
            </div>
            { at_the_end(&props.requests, &props.suggestions, &props.dispatch.reform(Msg::Request)) }
            if let Some(column) = chosen {
                <p class="explains"><strong>{ format!("{}. ", column.label) }</strong>{ column.explains }</p>
                if let Some(disputed) = props.disputed.iter().find(|disputed| disputed.at == props.cell) {
                    <p class="explains disputed">{ prose(&disputed.explains()) }</p>
                }
            }
        </>
    }
}

fn draw_row(props: &MatrixProps, index: usize, row: &Row) -> Html {
    let dispatch = props.dispatch.reform(Msg::Request);
    let below = under(row, &props.requests, &props.suggestions, &dispatch);
    html! {
        <>
            <tr role="row" key={row.request} class={below.is_some().then_some("opened")}>
                <th role="rowheader" scope="row">
                    <div class="row-head">
                        <div>
                            <span class="action">{ breakable(&row.action) }</span>
                            <span class="target" title={row.resource.clone()}>{ format!("on {}", row.short_resource) }</span>
                            { for row.context.iter().map(|words| html! { <span class="target setting">{ words }</span> }) }
                        </div>
                        { menu_button(row, &props.requests, row.request == props.cursor.request, &dispatch) }
                    </div>
                </th>
                { for props.matrix.columns.iter().zip(&row.cells).enumerate().map(|(position, (column, cell))| draw_cell(props, (index, position), row, column, cell)) }
            </tr>
            if let Some(below) = below {
                <tr role="row" class="below" key={format!("{}-below", row.request)}><td role="gridcell" colspan={(props.matrix.columns.len() + 1).to_string()}>{ below }</td></tr>
            }
        </>
    }
}

fn draw_cell(
    props: &MatrixProps,
    (row_index, column_index): (usize, usize),
    row: &Row,
    column: &Column,
    cell: &Cell,
) -> Html {
    let at = CellAt { request: row.request, kind: column.kind };
    let chosen = at == props.cell;
    let was = props.before.as_ref().and_then(|before| before.cell(at));
    let changed = was.filter(|was| was.outcome != cell.outcome);
    let compared = was.map(|_| if changed.is_some() { "changed" } else { "unchanged" });
    html! {
        <td role="gridcell" aria-selected={chosen.to_string()} key={column_index}>
            <button class={classes!("cell", compared, words::outcome_class(cell.outcome))} id={format!("cell-{row_index}-{column_index}")}
                tabindex={if at == props.cursor { "0" } else { "-1" }} onclick={props.dispatch.reform(move |_: MouseEvent| Msg::CellChosen(at))}>
                <span class="column" aria-hidden="true">{ column.label }</span>
                if let Some(was) = changed {
                    <span class={classes!("was", words::outcome_class(was.outcome))}>{ shape(was.outcome) }{ icon("right") }<span class="hidden">{ format!("was {}, is ", words::outcome(was.outcome)) }</span></span>
                }
                { shape(cell.outcome) }
                <span class="word">{ words::outcome(cell.outcome) }</span>
                if let Some(disputed) = props.disputed.iter().find(|disputed| disputed.at == at) {
                    <span class="where"><span class="hidden">{ ", in another reading " }</span>{ format!("or {}", disputed.others(cell.outcome)) }</span>
                }
                if let Some(call) = &cell.failed_call {
                    <span class="where">{ "no session" }<span class="hidden">{ format!(": {call} failed") }</span></span>
                }
            </button>
        </td>
    }
}
