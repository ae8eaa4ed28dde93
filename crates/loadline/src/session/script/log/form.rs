//! One line of the log, as text, as JSON or bare. Where it goes is not decided here.

use std::str::FromStr;

use loadline_script::{LogLevel, LogSource};

use crate::output::print::{Stream, painted};

/// Columns a message has before what follows it on a terminal.
const MESSAGE_WIDTH: usize = 44;

/// How lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LogForm {
    /// `time="…" level=info msg=message source=console`, and shorter on a terminal.
    #[default]
    Text,
    /// `{"level":"info","msg":"message","source":"console","time":"…"}`
    Json,
    /// The message alone.
    Raw,
}

/// A line that is to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) level: LogLevel,
    pub(super) message: &'a str,
    /// The error that the message is about.
    pub(super) error: Option<&'a str>,
    pub(super) source: Option<&'static str>,
    /// When, in RFC 3339.
    pub(super) time: &'a str,
}

impl Line<'_> {
    /// The line for programs, without its end.
    pub(super) fn written(self, form: LogForm) -> String {
        match form {
            LogForm::Text => {
                let Self { level, message, time, .. } = self;
                let (level, message, rest) = (word(level), quoted(message), self.rest());
                format!("time=\"{time}\" level={level} msg={message}{rest}")
            }
            LogForm::Json => {
                let mut line = serde_json::Map::new();
                let mut put = |name: &str, value: &str| line.insert(name.to_owned(), value.into());
                self.error.and_then(|error| put("error", error));
                put("level", word(self.level));
                put("msg", self.message);
                self.source.and_then(|source| put("source", source));
                put("time", self.time);
                serde_json::Value::Object(line).to_string()
            }
            LogForm::Raw => format!("{}{}", self.message, self.error_part()),
        }
    }

    /// `INFO[0000] message    source=console`, for the terminal that `stream` is.
    pub(super) fn for_people(self, stream: Stream, seconds: u64) -> String {
        let (word, colour) = match self.level {
            LogLevel::Debug => ("DEBU", "37"),
            LogLevel::Info => ("INFO", "36"),
            LogLevel::Warning => ("WARN", "33"),
            LogLevel::Error => ("ERRO", "31"),
        };
        let (word, message, rest) = (painted(stream, colour, word), self.message, self.rest());
        format!("{word}[{seconds:04}] {message:MESSAGE_WIDTH$}{rest}").trim_end().to_owned()
    }

    /// What follows the message.
    fn rest(&self) -> String {
        let source = self.source.map(|source| format!(" source={source}")).unwrap_or_default();
        self.error_part() + &source
    }

    fn error_part(&self) -> String {
        self.error.map(|error| format!(" error={}", quoted(error))).unwrap_or_default()
    }
}

/// The name of a source; Loadline's own lines have none.
pub(super) const fn source_of(source: LogSource) -> Option<&'static str> {
    match source {
        LogSource::Console => Some("console"),
        LogSource::Stacktrace => Some("stacktrace"),
        LogSource::Request | LogSource::Engine => None,
    }
}

impl FromStr for LogForm {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "raw" => Ok(Self::Raw),
            _ => Err(format!("unknown form of the log `{text}`")),
        }
    }
}

const fn word(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warning => "warning",
        LogLevel::Error => "error",
    }
}

/// A value of a line of text: in quotes where it has to be.
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
