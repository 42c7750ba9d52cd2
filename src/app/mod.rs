//! The page without a screen: what the user typed and chose, how it changes, and what there is to see.
//!
//! [`Model`] keeps only what the user typed and chose. [`update`] is the one place that changes it; what has to
//! happen outside (saving, moving the focus) comes back as [`Effect`]s. Everything shown is computed by [`Derived`],
//! each part again only where its inputs changed.

pub mod age;
mod bands;
mod cell_script;
pub mod compare;
mod derived;
mod desk;
pub mod diff;
mod documents;
mod facts;
mod flip_answer;
pub mod flips;
mod gallery;
mod import;
mod journey;
mod markdown;
mod mask;
mod message;
mod model;
mod parts;
mod places;
mod playground;
mod readings;
mod remarks;
pub mod requests;
mod saved;
pub mod script;
mod second;
mod sessions;
mod shared;
mod suggestions;
#[cfg(test)]
mod tests;
mod update;
mod why;
mod why_markdown;
pub mod words;
pub mod world;

pub use bands::{Band, Segment, flips};
pub use derived::Derived;
pub use desk::{Answer, Question, Topic};
pub use documents::{Checked, DocumentView, FindingView, Fix, Severity, TextEdit, WorldFinding};
pub use facts::facts;
pub use gallery::{GALLERY, GalleryEntry};
pub use import::{Import, Msg as ImportMsg, Place as ImportPlace, Tidied, What};
pub use journey::{Station, StationState};
pub use markdown::{Inline, inlines};
pub use message::{Effect, Msg, Place};
pub use model::{CellAt, Kept, Model, Notice, Offer, Origin, Pane, Share, Sheet, Subject, Tab, Theme, Told};
pub use places::place_words;
pub use playground::App;
pub use readings::Disputed;
pub use saved::{Opening, Recent, Saved};
pub use sessions::{Cell, Column, Matrix, Row};
pub use shared::Shared;
pub use suggestions::Suggestions;
pub use update::update;
pub use why::{Mark, MarkKind, Why};
