//! The page. Everything that can be true without a screen is in the library.

mod ui;

fn main() {
    ui::start();
}
