//! Requests × credentials, as a grid that the arrow keys move in.

use iam_playground::app::{Cell, CellAt, Column, Matrix, Msg, Row, Shared, words};
use yew::prelude::*;

use super::when;

use super::signs::shape;

/// The properties of [`MatrixTable`].
#[derive(Properties, PartialEq)]
pub struct MatrixProps {
    /// What to draw.
    pub matrix: Shared<Matrix>,
    /// The chosen cell.
    pub cell: CellAt,
    /// The cell that the keyboard is on.
    pub cursor: CellAt,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the grid. Roles are written out: on narrow pages the style sheet makes blocks of its rows and cells.
#[component]
pub fn MatrixTable(props: &MatrixProps) -> Html {
    let matrix = &props.matrix;
    let onkeydown = when(&props.dispatch, |event: KeyboardEvent| {
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
    html! {
        <>
            <table class="matrix" role="grid" aria-label="Each request under each kind of credentials" {onkeydown}>
                <thead role="rowgroup">
                    <tr role="row">
                        <th class="corner" role="columnheader" scope="col">{ "Request" }</th>
                        { for matrix.columns.iter().map(|column| html! {
                            <th role="columnheader" scope="col" class={(column.kind == props.cell.kind).then_some("chosen")}>
                                <strong>{ column.name }</strong>{ " " }{ column.hint }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    { for matrix.rows.iter().enumerate().map(|(index, row)| draw_row(props, index, row)) }
                </tbody>
            </table>
            if let Some(column) = chosen {
                <p class="explains"><strong>{ format!("{}. ", column.label) }</strong>{ column.explains }</p>
            }
        </>
    }
}

fn draw_row(props: &MatrixProps, index: usize, row: &Row) -> Html {
    html! {
        <tr role="row" key={row.request}>
            <th role="rowheader" scope="row"><span class="action">{ breakable(&row.action) }</span><span class="target" title={row.resource.clone()}>{ format!("on {}", row.short_resource) }</span></th>
            { for props.matrix.columns.iter().zip(&row.cells).enumerate().map(|(position, (column, cell))| draw_cell(props, (index, position), row, column, cell)) }
        </tr>
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
    html! {
        <td role="gridcell" aria-selected={chosen.to_string()} key={column_index}>
            <button class={classes!("cell", words::outcome_class(cell.outcome))} id={format!("cell-{row_index}-{column_index}")}
                tabindex={if at == props.cursor { "0" } else { "-1" }} onclick={props.dispatch.reform(move |_: MouseEvent| Msg::CellChosen(at))}>
                <span class="column" aria-hidden="true">{ column.label }</span>
                { shape(cell.outcome) }
                <span class="word">{ words::outcome(cell.outcome) }</span>
                if let Some(call) = &cell.failed_call {
                    <span class="where">{ "no session" }<span class="hidden">{ format!(": {call} failed") }</span></span>
                }
            </button>
        </td>
    }
}

/// An action's name, with the places where it may be broken.
fn breakable(action: &str) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for c in action.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() || before == ':' {
            text.push('\u{200b}');
        }
        text.push(c);
        before = c;
    }
    text
}
