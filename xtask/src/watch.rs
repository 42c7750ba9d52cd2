//! Sees when source files change, by looking at them a few times a second: no dependency, and the same on every system.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Editors and version control write several files at once; wait until they are done.
const QUIET_FOR: Duration = Duration::from_millis(120);

/// When each file was last written, and its size.
#[derive(PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Snapshot {
    /// Of files and of everything below folders; what does not exist is left out.
    pub fn take(paths: &[PathBuf]) -> Self {
        let mut seen = BTreeMap::new();
        let mut left = paths.to_vec();
        while let Some(path) = left.pop() {
            let Ok(metadata) = fs::metadata(&path) else { continue };
            if metadata.is_dir() {
                let entries =
                    fs::read_dir(&path).map(|entries| entries.flatten().collect::<Vec<_>>()).unwrap_or_default();
                left.extend(entries.iter().map(fs::DirEntry::path).filter(|path| !is_hidden(path)));
            } else {
                seen.insert(path, (metadata.modified().ok(), metadata.len()));
            }
        }
        Self(seen)
    }
}

/// Returns once the files differ from `before` and have stopped changing.
pub fn wait_for_change(paths: &[PathBuf], before: &Snapshot) {
    while Snapshot::take(paths) == *before {
        sleep(LOOK_EVERY);
    }
    let mut last = Snapshot::take(paths);
    loop {
        sleep(QUIET_FOR);
        let now = Snapshot::take(paths);
        if now == last {
            return;
        }
        last = now;
    }
}

/// Editors keep their swap files beside the real ones.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
