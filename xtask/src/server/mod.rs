//! A small static file server for this machine alone: for `serve`, and for the tests and measurements that need the
//! site as a browser gets it.

mod mime;
mod path;
mod reload;
mod request;

pub use reload::Reload;

use std::io::{BufReader, ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread;
use std::time::Duration;

use crate::failure::{Context, Failure, Result};
use request::Request;

/// A browser keeps its connections open; an idle one must not keep its thread for ever.
const IDLE: Duration = Duration::from_secs(15);

/// A folder that is served, and that a rebuild may replace.
pub struct Site {
    folder: PathBuf,
    replacing: RwLock<()>,
    /// The path under which it is served, `/` or `/some/where/`: a site must work under any.
    prefix: String,
    /// Present when pages shall reload after a rebuild.
    reload: Option<Reload>,
}

impl Site {
    pub fn new(folder: PathBuf, prefix: &str, reload: Option<Reload>) -> Self {
        Self { folder, replacing: RwLock::new(()), prefix: prefix.to_owned(), reload }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn reload(&self) -> Option<&Reload> {
        self.reload.as_ref()
    }

    /// Keeps requests waiting while the folder is being replaced.
    pub fn replace(&self) -> RwLockWriteGuard<'_, ()> {
        self.replacing.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn reading(&self) -> RwLockReadGuard<'_, ()> {
        self.replacing.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a port on the loopback address; 0 is any free one.
pub fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(|error| {
        Failure(match error.kind() {
            ErrorKind::AddrInUse => {
                format!("port {port} is taken by another program: stop that one, or choose another with `--port N`")
            }
            ErrorKind::PermissionDenied => {
                format!("port {port} may not be used by this user: choose one above 1023 with `--port N`")
            }
            _ => format!("could not listen on port {port}: {error}"),
        })
    })
}

/// Serves in the background until the command ends.
pub fn start(listener: TcpListener, site: Arc<Site>) {
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let site = Arc::clone(&site);
            // A browser that goes away in the middle of an answer is not worth a word.
            thread::spawn(move || drop(converse(connection, &site)));
        }
    });
}

/// Serves a folder on a free port under a sub-path, and answers the address.
pub fn start_on_free_port(folder: PathBuf) -> Result<String> {
    let listener = listen(0)?;
    let address = listener.local_addr().context(|| "could not find out the server's port".to_owned())?;
    let prefix = "/iam-playground/";
    start(listener, Arc::new(Site::new(folder, prefix, None)));
    Ok(format!("http://{address}{prefix}"))
}

fn converse(mut connection: TcpStream, site: &Site) -> std::io::Result<()> {
    connection.set_read_timeout(Some(IDLE))?;
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection.try_clone()?);
    while let Some(request) = Request::read(&mut reader)? {
        if let Some(reload) = site.reload()
            && request.path() == reload::EVENTS_PATH
        {
            return reload.stream(connection);
        }
        let stay = request.keeps_connection();
        answer(&request, site).send(&mut connection, request.wants_body(), stay)?;
        if !stay {
            break;
        }
    }
    Ok(())
}

struct Answer {
    status: &'static str,
    content_type: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: &'static str, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type, location: None, body: body.into() }
    }

    fn text(status: &'static str, body: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    fn send(&self, connection: &mut TcpStream, with_body: bool, stay: bool) -> std::io::Result<()> {
        let Self { status, content_type, location, body } = self;
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nConnection: {}\r\n",
            body.len(),
            if stay { "keep-alive" } else { "close" },
        )
        .into_bytes();
        if let Some(location) = location {
            bytes.extend_from_slice(format!("Location: {location}\r\n").as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        if with_body {
            bytes.extend_from_slice(body);
        }
        connection.write_all(&bytes)
    }
}

fn answer(request: &Request, site: &Site) -> Answer {
    if !request.is_read() {
        return Answer::text("405 Method Not Allowed", "this server only answers GET and HEAD\n");
    }
    if site.reload.is_some() && request.path() == reload::SCRIPT_PATH {
        return Answer::new("200 OK", "text/javascript; charset=utf-8", reload::SCRIPT);
    }
    let Some(inside) = request.path().strip_prefix(&site.prefix) else {
        let mut answer = Answer::text("302 Found", "");
        answer.location = Some(site.prefix.clone());
        return if request.path() == "/" { answer } else { not_found() };
    };
    let reading = site.reading();
    if inside.is_empty() && site.reload.is_some() && !site.folder.exists() {
        return Answer::new("200 OK", "text/html; charset=utf-8", reload::add_script(reload::WAITING_PAGE.into()));
    }
    let Some(file) = path::resolve(&site.folder, inside) else { return not_found() };
    let content_type = mime::of(&file);
    let Ok(mut body) = std::fs::read(&file) else { return not_found() };
    drop(reading);
    if site.reload.is_some() && content_type.starts_with("text/html") {
        body = reload::add_script(body);
    }
    Answer::new("200 OK", content_type, body)
}

fn not_found() -> Answer {
    Answer::text("404 Not Found", "there is no such file\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// A site with one page below `/here/`, and what the server says to a raw request.
    fn exchange(raw: &str) -> String {
        let folder = std::env::temp_dir().join(format!("xtask-server-{}-{}", std::process::id(), raw.len()));
        assert!(std::fs::create_dir_all(&folder).is_ok());
        assert!(std::fs::write(folder.join("index.html"), "<p>page</p>").is_ok());
        assert!(std::fs::write(folder.join("module.wasm"), "wasm").is_ok());
        let said = listen(0).ok().and_then(|listener| {
            let address = listener.local_addr().ok()?;
            start(listener, Arc::new(Site::new(folder.clone(), "/here/", None)));
            let mut connection = TcpStream::connect(address).ok()?;
            connection.write_all(raw.as_bytes()).ok()?;
            let mut said = String::new();
            connection.read_to_string(&mut said).ok()?;
            Some(said)
        });
        assert!(std::fs::remove_dir_all(&folder).is_ok());
        said.unwrap_or_default()
    }

    #[test]
    fn files_come_with_their_type_and_are_never_cached() {
        let said = exchange("GET /here/module.wasm HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
        assert!(said.contains("Content-Type: application/wasm\r\n"), "{said}");
        assert!(said.contains("Cache-Control: no-store\r\n"), "{said}");
        assert!(said.ends_with("\r\n\r\nwasm"), "{said}");
    }

    #[test]
    fn a_folder_is_its_index_and_a_connection_takes_several_requests() {
        let said = exchange("HEAD /here/ HTTP/1.1\r\n\r\nGET /here/?query HTTP/1.1\r\nConnection: close\r\n\r\n");
        assert_eq!(said.matches("HTTP/1.1 200 OK").count(), 2, "{said}");
        assert_eq!(said.matches("<p>page</p>").count(), 1, "{said}");
    }

    #[test]
    fn what_is_outside_the_folder_is_not_found() {
        for path in ["/here/../../etc/passwd", "/here/%2e%2e/%2e%2e/etc/passwd", "/here//etc/passwd", "/etc/passwd"] {
            let said = exchange(&format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n"));
            assert!(said.starts_with("HTTP/1.1 404 "), "{path}: {said}");
        }
    }

    #[test]
    fn a_taken_port_is_said_in_one_sentence() {
        let taken = listen(0).and_then(|first| {
            let port = first.local_addr().map_or(0, |address| address.port());
            let second = listen(port).map(drop);
            drop(first);
            second
        });
        assert!(taken.is_err_and(|failure| failure.0.contains("is taken") && failure.0.contains("--port N")));
    }
}
