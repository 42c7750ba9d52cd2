//! `cargo xtask fuzz`.

use crate::arguments::Arguments;
use crate::failure::{Failure, Result};

pub fn run(arguments: Arguments) -> Result {
    arguments.finish()?;
    Err(Failure("there are no fuzz targets yet".to_owned()))
}
