//! The page. Everything that can be true without a screen is in the library.

mod ui;

/// Nothing happens by itself: see [`ui::show_page`].
fn main() {}
