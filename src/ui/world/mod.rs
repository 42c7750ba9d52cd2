//! The tree of the world and the forms of what is no document.

mod fields;
mod rows;

pub use fields::draw_form;
pub use rows::{Tree, add_button, added, draw_choices, draw_menu, name_field};
