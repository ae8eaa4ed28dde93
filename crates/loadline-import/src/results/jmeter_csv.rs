//! JMeter's results as separated values: any delimiter, any order of columns, with a header or without one.
//!
//! A sample's moment is its start. The sum that a transaction controller adds over its samples is told apart, or
//! each of them would count twice.

use loadline_core::Tags;
use loadline_core::window::names;

use super::clock::{moment_ms, unix_ms};
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::jmeter_sample::{Sample, describe};
use super::recorder::Recorder;

pub(super) const FORMAT: Format = Format {
    name: "jmeter-csv",
    tool: "JMeter",
    made_by: "`jmeter -n -l FILE.jtl`, as CSV",
    taken: "every sample: time, status, failure, bytes, connecting and latency; users from `allThreads`; transactions apart",
    lost: "paths of URLs, threads, messages of failed assertions, host names",
    detect: |head| {
        let line = head.lines().next().unwrap_or_default();
        (line.contains("timeStamp") && line.contains("elapsed")) || is_headless(line)
    },
    read,
};

/// The columns of files without a header, by their number: what the versions write by default.
const DEFAULTS: [&[&str]; 3] = [
    &[
        "timeStamp",
        "elapsed",
        "label",
        "responseCode",
        "responseMessage",
        "threadName",
        "dataType",
        "success",
        "failureMessage",
        "bytes",
        "sentBytes",
        "grpThreads",
        "allThreads",
        "URL",
        "Latency",
        "IdleTime",
        "Connect",
    ],
    &[
        "timeStamp",
        "elapsed",
        "label",
        "responseCode",
        "responseMessage",
        "threadName",
        "dataType",
        "success",
        "failureMessage",
        "bytes",
        "sentBytes",
        "grpThreads",
        "allThreads",
        "Latency",
        "IdleTime",
        "Connect",
    ],
    &[
        "timeStamp",
        "elapsed",
        "label",
        "responseCode",
        "responseMessage",
        "threadName",
        "dataType",
        "success",
        "bytes",
        "grpThreads",
        "allThreads",
        "Latency",
    ],
];
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
const FORMS: &str = "milliseconds since 1970, or a form like yyyy/MM/dd HH:mm:ss.SSS";

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let first = String::from_utf8_lossy(input.head()).lines().next().unwrap_or_default().to_owned();
    let delimiter = delimiter(&first);
    let mut row = Record::default();
    row.read(input, delimiter)?;
    let has_header = first.contains("timeStamp");
    let columns = if has_header { Columns::of(&row) } else { by_number(&row)? };
    let fields = Fields::of(&columns)?;
    let mut is_local = false;
    let mut has_row = if has_header { row.read(input, delimiter)? } else { true };
    while has_row {
        columns.fit(&row, input)?;
        fields.take(&columns, &row, recorder, &mut is_local)?;
        has_row = row.read(input, delimiter)?;
    }
    describe(&mut recorder.about);
    if is_local {
        recorder.about.fact("imported start", "the file's dates have no time zone; taken as UTC");
    }
    Ok(())
}

/// The delimiter that the first line has most of.
fn delimiter(line: &str) -> char {
    let count = |delimiter: &char| line.matches(*delimiter).count();
    DELIMITERS.into_iter().rev().max_by_key(count).unwrap_or(',')
}

/// Whether a line is a sample: a moment, whole milliseconds, and eighth whether it succeeded.
fn is_headless(line: &str) -> bool {
    let fields: Vec<&str> = line.split(delimiter(line)).take(50).collect();
    let moment = fields.first().copied().unwrap_or_default();
    let is_moment = moment_ms(moment).is_some()
        || (moment.len() == 13 && moment.bytes().all(|byte| byte.is_ascii_digit()));
    is_moment
        && fields.get(1).is_some_and(|elapsed| elapsed.parse::<u64>().is_ok())
        && fields.iter().any(|field| matches!(*field, "true" | "false"))
}

fn by_number(row: &Record) -> Result<Columns, ImportError> {
    let known = DEFAULTS.into_iter().find(|names| names.len() == row.len());
    known.map(Columns::named).ok_or_else(|| {
        let message = format!("the file has no header, and {} columns", row.len());
        let defaults = DEFAULTS.map(|names| names.len().to_string()).join(", ");
        ImportError::at(1, 0, message).hint(format!(
            "without a header JMeter's defaults of {defaults} columns are accepted; else put a header before the \
             first line: {}",
            DEFAULTS[0].join(",")
        ))
    })
}

/// Where the fields are that matter.
struct Fields {
    time: usize,
    elapsed: usize,
    label: usize,
    success: usize,
    code: Option<usize>,
    message: Option<usize>,
    users: Option<usize>,
    received: Option<usize>,
    sent: Option<usize>,
    latency: Option<usize>,
    connect: Option<usize>,
    url: Option<usize>,
}

impl Fields {
    fn of(columns: &Columns) -> Result<Self, ImportError> {
        Ok(Self {
            time: columns.need("timeStamp")?,
            elapsed: columns.need("elapsed")?,
            label: columns.need("label")?,
            success: columns.need("success")?,
            code: columns.place("responseCode"),
            message: columns.place("responseMessage"),
            users: columns.place("allThreads"),
            received: columns.place("bytes"),
            sent: columns.place("sentBytes"),
            latency: columns.place("Latency"),
            connect: columns.place("Connect"),
            url: columns.place("URL"),
        })
    }

    fn take(
        &self,
        columns: &Columns,
        row: &Record,
        recorder: &mut Recorder<'_>,
        is_local: &mut bool,
    ) -> Result<(), ImportError> {
        let time = row.get(self.time);
        let counted = time.parse().ok().and_then(unix_ms);
        *is_local |= counted.is_none();
        let start_ms = counted.or_else(|| moment_ms(time));
        let start_ms = start_ms.ok_or_else(|| columns.wrong(row, self.time, FORMS))?;
        let success = match row.get(self.success).to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            _ => return Err(columns.wrong(row, self.success, "true or false")),
        };
        let optional = |place: Option<usize>| -> Result<Option<f64>, ImportError> {
            let place = place.filter(|place| !row.get(*place).is_empty());
            place.map(|place| columns.amount(row, place)).transpose()
        };
        let field = |place: Option<usize>| place.map_or("", |place| row.get(place));
        let sample = Sample {
            start_ms,
            elapsed_ms: columns.amount(row, self.elapsed)?,
            label: row.get(self.label),
            code: field(self.code),
            message: field(self.message),
            success,
            received: optional(self.received)?,
            sent: optional(self.sent)?,
            latency_ms: optional(self.latency)?,
            connect_ms: optional(self.connect)?,
        };
        sample.record(recorder);
        recorder.aimed_at(field(self.url));
        if let Some(users) = optional(self.users)? {
            recorder.gauge(sample.end_ms(), names::USERS, &Tags::default(), users);
        }
        Ok(())
    }
}
