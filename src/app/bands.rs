//! Decisions over MFA age, as strips on the slider's scale.

use super::age;
use super::sessions::{Asked, request_words, short_resource};
use crate::scenario::Outcome;
use crate::trace::SourceSpan;
use crate::whatif::{self, Interval, SessionKind};
use crate::world::Library;

/// The decisions of one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Index of the request in the script.
    pub request: usize,
    /// The action.
    pub action: String,
    /// The telling end of the resource.
    pub resource: String,
    /// From age 0 to the longest one.
    pub segments: Vec<Segment>,
}

/// A stretch of ages with one decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The first second.
    pub from: i64,
    /// The last second; none for no end.
    pub to: Option<i64>,
    /// The decision.
    pub outcome: Outcome,
    /// Its place on the scale.
    pub x: i64,
    /// Its width on the scale.
    pub width: i64,
    /// The conditions that make its borders.
    pub borders: Vec<SourceSpan>,
}

/// The decisions of every request with one kind of credentials.
pub(super) fn bands_of(library: &Library, asked: &Asked, kind: SessionKind) -> Vec<Band> {
    let scenario = &asked.scenario.0;
    let question = asked.about(kind);
    let draw = |request: usize| {
        let (action, resource) = request_words(scenario, request);
        let segments = segments(whatif::mfa_age_of(scenario, library, &question, kind, request));
        Band { request, action, resource: short_resource(&resource), segments }
    };
    question.requests.iter().map(|request| draw(*request)).collect()
}

/// Draws intervals.
fn segments(intervals: Vec<Interval>) -> Vec<Segment> {
    intervals
        .into_iter()
        .filter(|interval| interval.from <= age::MAX)
        .map(|interval| {
            let x = age::position(interval.from);
            // The next stretch begins a second later.
            let end = interval.to.filter(|to| *to < age::MAX).map_or(age::LENGTH, |to| age::position(to + 1));
            Segment {
                from: interval.from,
                to: interval.to,
                outcome: interval.outcome,
                x,
                width: (end - x).max(2),
                borders: interval.borders,
            }
        })
        .collect()
}

impl Segment {
    /// Its ages in words.
    pub fn ages(&self) -> String {
        match (self.from, self.to) {
            (0, None) => "at any age".to_owned(),
            (from, None) => format!("from {from} s on"),
            (from, Some(to)) if from == to => format!("at {from} s"),
            (from, Some(to)) => format!("{from} to {to} s"),
        }
    }
}

/// Every age at which some decision changes, in order.
pub fn flips(bands: &[Band]) -> Vec<i64> {
    let starts = bands.iter().flat_map(|band| band.segments.iter().skip(1).map(|segment| segment.from));
    starts.collect::<std::collections::BTreeSet<i64>>().into_iter().collect()
}
