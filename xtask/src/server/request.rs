//! As much of HTTP/1.1 as a browser needs from a static server.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

/// A longer head is not from a browser that shows this site.
const LONGEST_HEAD: u64 = 64 * 1024;

pub struct Request {
    method: String,
    path: String,
    closes: bool,
}

impl Request {
    /// The next request, or none when the other side has closed the connection.
    pub fn read(from: &mut impl BufRead) -> Result<Option<Self>> {
        let mut head = from.take(LONGEST_HEAD);
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace();
        let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
            return Err(Error::new(ErrorKind::InvalidData, "not a request line"));
        };
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let mut request = Self { method: method.to_owned(), path: path.to_owned(), closes: version != "HTTP/1.1" };
        loop {
            let mut header = String::new();
            if head.read_line(&mut header)? == 0 {
                return Err(Error::new(ErrorKind::UnexpectedEof, "the request's head has no end"));
            }
            let header = header.trim();
            if header.is_empty() {
                return Ok(Some(request));
            }
            if let Some((name, value)) = header.split_once(':') {
                request.closes |= name.eq_ignore_ascii_case("connection") && value.trim().eq_ignore_ascii_case("close");
            }
        }
    }

    /// As sent, still percent-encoded, without the query.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn is_read(&self) -> bool {
        self.method == "GET" || self.method == "HEAD"
    }

    pub fn wants_body(&self) -> bool {
        self.method != "HEAD"
    }

    /// A request that may carry a body ends the connection, as no body is ever read.
    pub fn keeps_connection(&self) -> bool {
        !self.closes && self.is_read()
    }
}
