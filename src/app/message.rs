//! Everything that can happen on the page, and everything that can follow from it outside.

use super::model::{CellAt, Pane, Theme};

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A scenario of the gallery was picked.
    GalleryPicked(usize),
    /// Another document was chosen.
    DocumentChosen(String),
    /// The text of a document changed under the user's hands.
    Typed {
        /// JSON pointer to the document.
        pointer: String,
        /// The whole text.
        text: String,
    },
    /// A finding of the document in the editor was chosen.
    FindingChosen(usize),
    /// Undo the last edit.
    Undo,
    /// Undo the undoing.
    Redo,
    /// Another user.
    UserChosen(String),
    /// Another role.
    RoleChosen(String),
    /// An age in seconds.
    AgeChosen(i64),
    /// More or fewer seconds.
    AgeMoved(i64),
    /// What stands in the age field.
    AgeTyped(String),
    /// The slider was moved to a place of its scale.
    AgeDragged(i64),
    /// A cell was chosen.
    CellChosen(CellAt),
    /// The keyboard moved in the matrix: columns and rows.
    CursorMoved(i32, i32),
    /// The keyboard moved to the row's first or last cell.
    CursorToEnd(bool),
    /// A step of the explanation was chosen.
    StepChosen(String),
    /// The next step, or the one before.
    StepMoved(i32),
    /// Back to the step that tells most.
    StepDeciding,
    /// A step was opened or closed.
    Turned(String, bool),
    /// A pane of a narrow page.
    PaneChosen(Pane),
    /// The keyboard moved among the tabs.
    PaneMoved(i32),
    /// The next theme.
    ThemeTurned,
    /// Open the import dialog.
    ImportOpened,
    /// Close it.
    ImportClosed,
    /// What stands in the import dialog.
    ImportTyped(String),
    /// Read what stands in the import dialog.
    ImportRead,
    /// A file was dropped or chosen: its text.
    FileRead(String),
    /// A file could not be read.
    FileFailed(String),
    /// Download the scenario.
    Exported,
}

/// Something to do outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Use these colours and remember them.
    SetTheme(Theme),
    /// Move the focus to an element by its id.
    Focus(String),
    /// Offer a file.
    Download {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
    },
}
