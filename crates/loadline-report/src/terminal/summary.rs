//! The parts of the summary, in their order.

use std::fmt;

use super::ink::Ink;
use super::{advice, generator, head, levels, objectives, requests, streams, trust};
use crate::report::Report;

/// How the summary is to look.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// Whether to colour it with ANSI sequences.
    pub colour: bool,
    /// Whether to list every objective, those of packs that the run did not measure included.
    pub all: bool,
}

/// Each part writes its lines and the blank line before them, or nothing.
type Part = fn(&Report, Ink, Look, &mut dyn fmt::Write) -> fmt::Result;

const PARTS: [Part; 10] = [
    head::write,
    objectives::write,
    trust::write,
    requests::write_latency,
    requests::write_phases,
    streams::write,
    requests::write_errors,
    advice::write,
    levels::write,
    generator::write,
];

/// The closing summary of a run.
pub fn summary(report: &Report, look: Look) -> String {
    let mut out = String::new();
    for part in PARTS {
        part(report, Ink::new(look.colour), look, &mut out)
            .expect("writing to a string cannot fail");
    }
    out
}

/// The summary as a file: complete and without colour.
pub(crate) fn render(report: &Report) -> String {
    summary(report, Look { colour: false, all: true })
}
