//! A file of spans from its first line to its report.

use std::collections::HashMap;
use std::io::{BufRead, Read as _};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::error::SpansError;
use super::line::{What, spans};
use super::tally::Tally;
use super::traces::{Request, Traces};
use crate::log::Normalizer;
use crate::n_plus_one::report::LoopReport;
use crate::statements::{StatementClass, StatementKind};

/// The longest line; a longer one is skipped and counted.
const LINE_BYTES_MAX: u64 = 64 << 20;
/// Statements told apart, and endpoints; the others are one.
const NAMES_MAX: usize = 10_000;
/// Bytes of a statement's text that are kept.
const TEXT_BYTES_MAX: usize = 2 << 10;
/// The name of what is not told apart.
const OTHERS: &str = "others";

/// Loops in traces, and what was not read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SpanReport {
    /// The loops; `looked_at` are traces.
    pub report: LoopReport,
    /// Spans that were read.
    pub spans: u64,
    /// Lines that are no spans in JSON, or too long, and spans without ids or beyond 50,000 in a trace.
    pub skipped: u64,
    /// Statements that belong to no request of their trace.
    pub homeless: u64,
}

/// Reads lines of spans to their end.
///
/// # Errors
///
/// When the reader fails, or no line holds spans.
pub fn read_spans(reader: &mut impl BufRead) -> Result<SpanReport, SpansError> {
    let mut reading = Reading::default();
    let (mut line, mut lines) = (Vec::new(), 0);
    loop {
        line.clear();
        let bytes = reader.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        if bytes == 0 {
            break;
        }
        lines += 1;
        if bytes as u64 == LINE_BYTES_MAX && line.last() != Some(&b'\n') {
            skip_line(reader)?;
            reading.report.skipped += 1;
        } else if !line.trim_ascii().is_empty() {
            reading.line(&line);
        }
    }
    if reading.report.spans == 0 && lines > 0 {
        return Err(SpansError::NoSpans { lines });
    }
    Ok(reading.finish())
}

/// Reads over the rest of a line.
fn skip_line(reader: &mut impl BufRead) -> Result<(), SpansError> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = memchr::memchr(b'\n', buffer);
        let used = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// The state between two lines.
#[derive(Debug, Default)]
struct Reading {
    traces: Traces,
    tally: Tally,
    names: Names,
    report: SpanReport,
}

impl Reading {
    fn line(&mut self, line: &[u8]) {
        let Some((spans, broken)) = spans(line) else {
            self.report.skipped += 1;
            return;
        };
        self.report.skipped += broken;
        for span in &spans {
            self.report.spans += 1;
            let requests = self.traces.add(span, |what| self.names.place(what));
            self.count(&requests);
        }
    }

    fn count(&mut self, requests: &[Request]) {
        requests.iter().for_each(|request| self.tally.add(request));
    }

    fn finish(mut self) -> SpanReport {
        while !self.traces.is_empty() {
            let requests = self.traces.close_oldest();
            self.count(&requests);
        }
        let Names { endpoints, statements, .. } = &self.names;
        self.report.report.loops = self.tally.loops(endpoints, statements);
        self.report.report.loops.retain(|found| is_read(&found.statement));
        self.report.report.looked_at = self.traces.closed;
        self.report.report.sort();
        self.report.skipped += self.traces.cut;
        self.report.homeless = self.traces.homeless;
        self.report
    }
}

fn is_read(text: &str) -> bool {
    let class = StatementKind::of(text, 1.0).class;
    matches!(class, StatementClass::Simple | StatementClass::Join)
}

/// Numbers for endpoints and statements. Statements that differ in values only are one.
#[derive(Debug, Default)]
struct Names {
    normalizer: Normalizer,
    endpoint_places: HashMap<String, u32>,
    endpoints: Vec<String>,
    statement_places: FxHashMap<u64, u32>,
    statements: Vec<Arc<str>>,
}

impl Names {
    fn place(&mut self, what: &What) -> u32 {
        match what {
            What::Request { endpoint } => self.endpoint(endpoint),
            What::Statement { sql, .. } => self.statement(sql),
            What::Other => 0,
        }
    }

    fn endpoint(&mut self, name: &str) -> u32 {
        if let Some(place) = self.endpoint_places.get(name) {
            return *place;
        }
        let place = self.endpoints.len() as u32;
        match self.endpoints.len() {
            NAMES_MAX => self.endpoints.push(OTHERS.to_owned()),
            more if more > NAMES_MAX => return NAMES_MAX as u32,
            _ => {
                self.endpoints.push(name.to_owned());
                self.endpoint_places.insert(name.to_owned(), place);
            }
        }
        place
    }

    fn statement(&mut self, sql: &str) -> u32 {
        let (fingerprint, form) = self.normalizer.normalize(sql.as_bytes());
        if let Some(place) = self.statement_places.get(&fingerprint) {
            return *place;
        }
        let place = self.statements.len() as u32;
        match self.statements.len() {
            NAMES_MAX => self.statements.push(OTHERS.into()),
            more if more > NAMES_MAX => return NAMES_MAX as u32,
            _ => {
                let form = &form[..form.len().min(TEXT_BYTES_MAX)];
                self.statements.push(String::from_utf8_lossy(form).into());
                self.statement_places.insert(fingerprint, place);
            }
        }
        place
    }
}
