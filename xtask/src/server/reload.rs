//! Reloading after a rebuild: a script that only the development server adds, and the events it listens to. The script
//! is an external file, so the page's content security policy stays as strict as in a release.

use std::io::{Result, Write};
use std::net::TcpStream;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub const SCRIPT_PATH: &str = "/__reload/script.js";
pub const EVENTS_PATH: &str = "/__reload/events";
pub const SCRIPT: &str = include_str!("reload.js");

pub const WAITING_PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Building</title></head>\n\
<body><p>The first build is not done yet, or has failed: see the terminal. This page reloads by itself.</p></body>\n</html>\n";

/// Long enough to cost nothing, short enough to notice that a browser has gone.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

#[derive(Clone, Default, PartialEq, Eq)]
struct State {
    /// Names the build, and is different after a restart of the server.
    built: Option<String>,
    broken: Option<String>,
}

#[derive(Default)]
pub struct Reload {
    state: Mutex<State>,
    changed: Condvar,
}

impl Reload {
    pub fn built(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        *self.lock() = State { built: Some(now.as_millis().to_string()), broken: None };
        self.changed.notify_all();
    }

    pub fn broken(&self, why: &str) {
        self.lock().broken = Some(why.lines().collect::<Vec<_>>().join(" "));
        self.changed.notify_all();
    }

    /// Tells one page about builds until it goes away.
    pub(super) fn stream(&self, mut connection: TcpStream) -> Result<()> {
        connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n")?;
        let mut told = None;
        loop {
            let state = self.state_other_than(told.as_ref());
            let mut events = String::from(": still here\n\n");
            if told.as_ref() != Some(&state) {
                if let Some(built) = &state.built {
                    events.push_str(&format!("event: built\ndata: {built}\n\n"));
                } else {
                    // A page that waits for the first build must reload when it is there.
                    events.push_str("event: built\ndata: none\n\n");
                }
                if let Some(why) = &state.broken {
                    events.push_str(&format!("event: broken\ndata: {why}\n\n"));
                }
            }
            connection.write_all(events.as_bytes())?;
            told = Some(state);
        }
    }

    /// The state, as soon as it differs, or after a while the same one.
    fn state_other_than(&self, told: Option<&State>) -> State {
        let state = self.lock();
        let waited = self.changed.wait_timeout_while(state, SIGN_OF_LIFE, |state| told == Some(&*state));
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The page with the script in its head.
pub fn add_script(page: Vec<u8>) -> Vec<u8> {
    let script = format!("<script src=\"{SCRIPT_PATH}\" defer></script>\n");
    match String::from_utf8(page) {
        Ok(text) => match text.find("</head>") {
            Some(place) => {
                let (head, rest) = text.split_at(place);
                format!("{head}{script}{rest}").into_bytes()
            }
            None => format!("{text}{script}").into_bytes(),
        },
        Err(not_text) => not_text.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_into_the_head_or_to_the_end() {
        let script = format!("<script src=\"{SCRIPT_PATH}\" defer></script>\n");
        assert_eq!(add_script(b"<head></head><body>".to_vec()), format!("<head>{script}</head><body>").into_bytes());
        assert_eq!(add_script(b"<p>".to_vec()), format!("<p>{script}").into_bytes());
    }

    #[test]
    fn a_rebuild_is_a_new_state_and_a_failure_keeps_the_build() {
        let reload = Reload::default();
        let before = reload.state_other_than(None);
        reload.built();
        let after = reload.state_other_than(Some(&before));
        assert!(after.built.is_some());
        reload.broken("two\nlines");
        let broken = reload.state_other_than(Some(&after));
        assert_eq!((broken.built, broken.broken.as_deref()), (after.built, Some("two lines")));
    }
}
