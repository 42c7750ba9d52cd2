//! The few flags that the commands take.

use crate::failure::{Failure, Result};

/// What stands after the command's name; each command takes what it knows and then calls [`Arguments::finish`].
pub struct Arguments(Vec<String>);

impl Arguments {
    pub fn new(arguments: impl Iterator<Item = String>) -> Self {
        Self(arguments.collect())
    }

    pub fn take_flag(&mut self, flag: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|argument| argument != flag);
        self.0.len() != before
    }

    /// The value of `--flag VALUE` or `--flag=VALUE`.
    pub fn take_value(&mut self, flag: &str) -> Result<Option<String>> {
        let joined = format!("{flag}=");
        let Some(place) = self.0.iter().position(|argument| argument == flag || argument.starts_with(&joined)) else {
            return Ok(None);
        };
        let found = self.0.remove(place);
        if let Some(value) = found.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if place < self.0.len() {
            Ok(Some(self.0.remove(place)))
        } else {
            Err(Failure(format!("`{flag}` needs a value after it")))
        }
    }

    /// Everything that is left, when a command takes names.
    pub fn take_names(&mut self) -> Vec<String> {
        let (names, flags) = self.0.drain(..).partition(|argument| !argument.starts_with('-'));
        self.0 = flags;
        names
    }

    pub fn finish(self) -> Result {
        match self.0.first() {
            None => Ok(()),
            Some(unknown) => {
                Err(Failure(format!("this command does not know `{unknown}`; `cargo xtask help` lists what it takes")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn values_stand_after_the_flag_or_after_an_equals_sign() {
        assert_eq!(arguments("--port 1 --release").take_value("--port"), Ok(Some("1".to_owned())));
        assert_eq!(arguments("--port=2").take_value("--port"), Ok(Some("2".to_owned())));
        assert!(arguments("--port").take_value("--port").is_err());
    }

    #[test]
    fn unknown_flags_are_named() {
        let mut left = arguments("native --loud");
        assert_eq!(left.take_names(), ["native"]);
        assert!(left.finish().is_err_and(|failure| failure.0.contains("`--loud`")));
    }
}
