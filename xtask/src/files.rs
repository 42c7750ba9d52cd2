//! File operations whose errors name the file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Context, Result};

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).context(|| format!("could not read {}", path.display()))
}

pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).context(|| format!("could not read {}", path.display()))
}

pub fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result {
    fs::write(path, contents).context(|| format!("could not write {}", path.display()))
}

pub fn create_directory(path: &Path) -> Result {
    fs::create_dir_all(path).context(|| format!("could not make the folder {}", path.display()))
}

pub fn remove_file(path: &Path) -> Result {
    fs::remove_file(path).context(|| format!("could not remove {}", path.display()))
}

pub fn remove_directory(path: &Path) -> Result {
    if !path.exists() {
        return Ok(());
    }
    fs::remove_dir_all(path).context(|| format!("could not remove the folder {}", path.display()))
}

/// An empty folder, whatever was there before.
pub fn empty_directory(path: &Path) -> Result {
    remove_directory(path)?;
    create_directory(path)
}

pub fn rename(from: &Path, to: &Path) -> Result {
    fs::rename(from, to).context(|| format!("could not move {} to {}", from.display(), to.display()))
}

pub fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).context(|| format!("could not copy {} to {}", from.display(), to.display()))
}

/// Copies the files below `from` for which `wanted` says yes of their path relative to `from`.
pub fn copy_tree(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result {
    for relative in list(from)? {
        if wanted(&relative) {
            let target = to.join(&relative);
            if let Some(folder) = target.parent() {
                create_directory(folder)?;
            }
            copy(&from.join(&relative), &target)?;
        }
    }
    Ok(())
}

/// Every file below a folder, as paths relative to it, sorted.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let path = folder.join(&relative);
        let describe = || format!("could not list {}", path.display());
        for entry in fs::read_dir(&path).context(describe)? {
            let entry = entry.context(describe)?;
            let inner = relative.join(entry.file_name());
            // Follows symbolic links, as copying does.
            if entry.path().is_dir() {
                folders.push(inner);
            } else {
                files.push(inner);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A fingerprint of bytes, to see whether a step's inputs changed. Not for security.
pub fn fingerprint(parts: &[&[u8]]) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
