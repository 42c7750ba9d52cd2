//! Everything that can happen on the page, and everything that can follow from it outside.

use super::compare;
use super::desk::{Answer, Question};
use super::flips;
use super::import;
use super::model::{CellAt, Pane, Sheet, Tab, Theme};
use super::requests;
use super::saved::{Recent, Saved};
use super::script;
use super::world;
use crate::scenario::Change;
use crate::whatif::SessionKind;

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
    /// What was asked of the editor could not be done; the sentence says why.
    HelpFailed(String),
    /// Changes of the world or the script, to be undone as one.
    Changed(Vec<Change>),
    /// Somebody has read what could not be done.
    NoticeClosed,
    /// Whatever is said at the foot of the page was read.
    MessagesClosed,
    /// Another view of the middle pane.
    TabChosen(Tab),
    /// The keyboard moved among these views.
    TabMoved(i32),
    /// Why shall explain a step of the script, by its index.
    ScriptStepChosen(usize),
    /// Something in the Script view.
    Script(script::Msg),
    /// Something in the tree of the world.
    World(world::Msg),
    /// A finding of the document in the editor was chosen.
    FindingChosen(usize),
    /// Undo the last edit.
    Undo,
    /// Undo the undoing.
    Redo,
    /// Undo or redo the last edit, by keys in a document whose own history is empty.
    UndoIn {
        /// The document.
        pointer: String,
        /// Whether the undoing shall be undone.
        again: bool,
    },
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
    /// A kind of credentials is shown in the matrix, or hidden.
    KindTurned(SessionKind),
    /// Something about the requests of the matrix.
    Request(requests::Msg),
    /// Something about the pinned policies.
    Compare(compare::Msg),
    /// Something about the changes that lead to another outcome.
    Flips(flips::Msg),
    /// Somebody has read what was done.
    ToldClosed,
    /// What goes well with what was done shall be done too.
    OfferTaken,
    /// A step of the explanation was chosen.
    StepChosen(String),
    /// The next step, or the one before.
    StepMoved(i32),
    /// Back to the step that tells most.
    StepDeciding,
    /// Play the steps one after another, or stop.
    PlayTurned,
    /// It is time for the next step of that playing.
    PlayWentOn(u32),
    /// The pointer or the caret came to a place in the document in the editor, or left it.
    Pointed {
        /// JSON pointer to the document.
        pointer: String,
        /// Where; none for nowhere.
        place: Option<Place>,
        /// Whether it was the caret: then the step is brought into view.
        caret: bool,
    },
    /// Nobody has typed for a moment; the number says since when.
    Settled(u32),
    /// The explanation is wanted as Markdown, in the clipboard.
    WhyCopied,
    /// A step was opened or closed.
    Turned(String, bool),
    /// On a narrow page: to the words of the chosen step.
    PolicyShown,
    /// What a narrow page shows.
    SheetChosen(Sheet),
    /// The keyboard moved among these.
    SheetMoved(i32),
    /// The next theme.
    ThemeTurned,
    /// Open the import dialog.
    ImportOpened {
        /// A made-up secret in base32, for a device that what is opened may need.
        secret: String,
    },
    /// Close it.
    ImportClosed,
    /// What stands in the import dialog.
    ImportTyped(String),
    /// Read what stands in the import dialog.
    ImportRead,
    /// Something else about the import dialog.
    Import(import::Msg),
    /// A file was dropped or chosen.
    FileRead {
        /// What it says.
        text: String,
        /// As with [`Self::ImportOpened`]: a dropped file opens the dialog itself.
        secret: String,
    },
    /// A file could not be read.
    FileFailed(String),
    /// Download the scenario.
    Exported,
    /// Open the share dialog.
    ShareOpened,
    /// Close it.
    ShareClosed,
    /// Account ids and secrets shall be replaced in the link, or not.
    ShareMasked(bool),
    /// A link's fragment was made, or not.
    Packed {
        /// Which of the links that were asked for: only the last one is of use.
        number: u32,
        /// The fragment, or why there is none.
        fragment: Result<String, String>,
    },
    /// Put the link into the clipboard: its whole text.
    LinkCopied(String),
    /// Whether something was put into the clipboard.
    Copied(bool),
    /// A link in this page was followed, or cannot be.
    LinkFollowed(Result<Saved, String>),
    /// Earlier work was looked for; none where the storage does not have it any more.
    RecentFound(Option<Saved>),
    /// Earlier work was chosen, by its key.
    RecentChosen(String),
    /// A scenario with nothing in it but somebody to begin with, whose device has this secret.
    ScratchWanted {
        /// Base32.
        secret: String,
    },
    /// It is time to keep the work.
    KeepNow,
    /// It was kept, and this is the earlier work that there is; or not, and why.
    Kept(Result<Vec<Recent>, String>),
    /// An answer to a question came.
    Answered(Answer),
    /// Somebody is there: the second part of the page's module may be of use soon.
    SecondWanted,
    /// It is there, or cannot be had and why.
    SecondCame(Result<(), String>),
}

/// A place in a document, in UTF-16 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The place itself.
    pub at: u32,
    /// The whole property, where the place is in its name: from here.
    pub from: u32,
    /// To here.
    pub to: u32,
}

/// Something to do outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Use these colours and remember them.
    SetTheme(Theme),
    /// Move the focus to an element by its id.
    Focus(String),
    /// Send [`Msg::PlayWentOn`] after a moment to read.
    GoOnLater(u32),
    /// Say in a second that the script's clock has gone on.
    TickLater(u32),
    /// Show a pane from its top.
    ToTop(Pane),
    /// Bring the editor into view.
    ToEditor,
    /// Have a question answered, and send [`Msg::Answered`].
    Ask(Question),
    /// Send [`Msg::KeepNow`] in a moment, or when the page goes.
    KeepSoon,
    /// Keep this work, then send [`Msg::Kept`].
    Keep {
        /// Which opening it belongs to; each has a place of its own.
        opening: u32,
        /// The scenario's title.
        title: String,
        /// The work.
        saved: Saved,
        /// Whether it is as the gallery has it.
        untouched: bool,
    },
    /// Fetch the second part of the page's module, then send [`Msg::SecondCame`].
    FetchSecond,
    /// Open earlier work by its key: send [`Msg::RecentFound`].
    OpenRecent(String),
    /// Make a link's fragment, then send [`Msg::Packed`].
    Pack {
        /// Comes back with the fragment.
        number: u32,
        /// What the link shall hold.
        saved: Saved,
    },
    /// Send [`Msg::Settled`] in a moment.
    SettleLater(u32),
    /// Put a text into the clipboard, then send [`Msg::Copied`].
    Copy(String),
    /// Offer a file.
    Download {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
    },
}
