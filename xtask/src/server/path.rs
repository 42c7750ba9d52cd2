//! From the path of a request to a file inside the served folder, and never to one outside.

use std::path::{Path, PathBuf};

/// The file for a path that is still percent-encoded; a folder is its `index.html`.
pub fn resolve(folder: &Path, path: &str) -> Option<PathBuf> {
    let decoded = decode(path)?;
    let mut file = folder.to_owned();
    let mut segments = decoded.split('/').peekable();
    while let Some(segment) = segments.next() {
        if segment.is_empty() && segments.peek().is_none() {
            break;
        }
        let plain = !segment.is_empty() && segment != "." && segment != ".." && !segment.contains(['\\', ':', '\0']);
        if !plain {
            return None;
        }
        file.push(segment);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    // A symbolic link may still lead out.
    let real = file.canonicalize().ok()?;
    real.starts_with(folder.canonicalize().ok()?).then_some(real)
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut decoded = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let high = char::from(bytes.next()?).to_digit(16)?;
        let low = char::from(bytes.next()?).to_digit(16)?;
        decoded.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_is_read_once() {
        assert_eq!(decode("a%20b"), Some("a b".to_owned()));
        assert_eq!(decode("%252e"), Some("%2e".to_owned()));
        assert_eq!(decode("%2"), None);
        assert_eq!(decode("%zz"), None);
        assert_eq!(decode("%ff"), None);
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(resolve(&folder, "main.rs").is_some());
        assert!(resolve(&folder, "server/mod.rs").is_some());
        for path in [
            "../Cargo.toml",
            "%2e%2e/Cargo.toml",
            "server/../../Cargo.toml",
            "/etc/passwd",
            "./main.rs",
            "a\\..\\b",
            "%00",
        ] {
            assert_eq!(resolve(&folder, path), None, "{path}");
        }
    }
}
