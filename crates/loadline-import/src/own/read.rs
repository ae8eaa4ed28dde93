//! Lines in: each is told apart by its fields. Reading lines from a stream is the caller's business.

use loadline_core::Window;
use serde::Deserialize;
use serde_json::Value;

use super::header::{End, Header, SCHEMA};
use super::wire::{WireEnd, WireWindow};

/// A line of a run.
#[derive(Debug, Clone)]
pub enum Line {
    /// What was run: the first line.
    Header(Box<Header>),
    /// What was measured.
    Window(Window),
    /// How it ended: the last line.
    End(End),
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LineError {
    /// What is wrong.
    pub message: String,
    /// Where in the line, in characters from one; zero where no place can be named.
    pub column: usize,
}

#[derive(Deserialize)]
struct WireHeader {
    schema: String,
    #[serde(default)]
    run: Option<Value>,
}

/// Reads one line.
///
/// # Errors
/// When the line is none of a run, or of another version of the format.
pub fn read_line(line: &str) -> Result<Line, LineError> {
    if line.starts_with("{\"schema\"") {
        return header(line);
    }
    if line.starts_with("{\"end\"") {
        return Ok(Line::End(parsed::<WireEnd>(line)?.end));
    }
    let window = parsed::<WireWindow>(line)?.window();
    window.map(Line::Window).map_err(|message| LineError { message, column: 0 })
}

fn header(line: &str) -> Result<Line, LineError> {
    let wire: WireHeader = parsed(line)?;
    if wire.schema != SCHEMA {
        let message = format!("the schema is `{}`; accepted is `{SCHEMA}`", wire.schema);
        return Err(LineError { message, column: 1 });
    }
    let run = wire.run.unwrap_or_default();
    let header = Header::deserialize(run).map_err(|error| mistake(&error))?;
    Ok(Line::Header(Box::new(header)))
}

fn parsed<'l, T: Deserialize<'l>>(line: &'l str) -> Result<T, LineError> {
    serde_json::from_str(line).map_err(|error| mistake(&error))
}

fn mistake(error: &serde_json::Error) -> LineError {
    let text = error.to_string();
    // The place is told apart from the message: the line is the caller's to count.
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    LineError { message: message.to_owned(), column: error.column() }
}
