//! What a script logs, on stderr, in the line format that k6's users and their tools know.

use std::time::Instant;

use loadline_script::{Host, LogLevel, LogSource};

use crate::output::print::{Stream, note, painted};
use crate::output::when::rfc3339;

/// Columns a message has before what follows it on a terminal.
const MESSAGE_WIDTH: usize = 44;

/// The lines of one run.
pub(super) struct Log {
    began: Instant,
    verbose: bool,
}

impl Log {
    pub(super) fn new(verbose: bool) -> Self {
        Self { began: Instant::now(), verbose }
    }
}

impl Host for Log {
    fn log(&self, level: LogLevel, message: &str, source: LogSource) {
        if level == LogLevel::Debug && !self.verbose {
            return;
        }
        note(&match Stream::Stderr.is_terminal() {
            true => for_people(level, self.began.elapsed().as_secs(), message, source),
            false => for_programs(level, message, source),
        });
    }
}

/// `INFO[0000] message    source=console`
fn for_people(level: LogLevel, seconds: u64, message: &str, source: LogSource) -> String {
    let (word, colour) = match level {
        LogLevel::Debug => ("DEBU", "37"),
        LogLevel::Info => ("INFO", "36"),
        LogLevel::Warning => ("WARN", "33"),
        LogLevel::Error => ("ERRO", "31"),
    };
    let source = source_of(source).map(|source| format!(" source={source}")).unwrap_or_default();
    let word = painted(Stream::Stderr, colour, word);
    format!("{word}[{seconds:04}] {message:MESSAGE_WIDTH$}{source}").trim_end().to_owned()
}

/// `time="…" level=info msg=message source=console`
fn for_programs(level: LogLevel, message: &str, source: LogSource) -> String {
    let level = match level {
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warning => "warning",
        LogLevel::Error => "error",
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let time = rfc3339(now.unwrap_or_default().as_millis() as i64);
    let source = source_of(source).map(|source| format!(" source={source}")).unwrap_or_default();
    format!("time=\"{time}\" level={level} msg={}{source}", quoted(message))
}

const fn source_of(source: LogSource) -> Option<&'static str> {
    match source {
        LogSource::Console => Some("console"),
        LogSource::Stacktrace => Some("stacktrace"),
        LogSource::Http | LogSource::Engine => None,
    }
}

/// A value of such a line: in quotes where it has to be.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._/@^+".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
