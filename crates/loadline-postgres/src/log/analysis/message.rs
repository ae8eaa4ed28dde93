//! Which event a message of severity `LOG` is, told by its first words.

use super::text;

/// What part of a statement a duration is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// A simple statement or the execution of a prepared one.
    Execute,
    /// Parsing of a prepared statement.
    Parse,
    /// Binding of its parameters.
    Bind,
}

/// One event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Event<'a> {
    /// A statement and how long it took.
    Timed { seconds: f64, phase: Phase, sql: &'a [u8] },
    /// How long the statement logged before took.
    Duration { seconds: f64 },
    /// A statement whose duration may follow.
    Statement { sql: &'a [u8] },
    /// A plan of auto_explain.
    Plan { seconds: f64, plan: &'a [u8] },
    /// Anything else.
    Other,
}

/// Reads a message.
#[inline]
pub(super) fn event(message: &[u8]) -> Event<'_> {
    let Some(rest) = message.strip_prefix(b"duration: ") else {
        return match statement(message) {
            Some(sql) => Event::Statement { sql },
            None => Event::Other,
        };
    };
    let Some((milliseconds, length)) = text::number(rest) else { return Event::Other };
    let seconds = milliseconds / 1_000.0;
    let Some(rest) = rest[length..].strip_prefix(b" ms") else { return Event::Other };
    let rest = rest.trim_ascii_start();
    if rest.is_empty() {
        return Event::Duration { seconds };
    }
    if let Some(plan) = rest.strip_prefix(b"plan:") {
        return Event::Plan { seconds, plan };
    }
    let phase = match rest.first() {
        Some(b'p') if rest.starts_with(b"parse ") => Phase::Parse,
        Some(b'b') if rest.starts_with(b"bind ") => Phase::Bind,
        _ => Phase::Execute,
    };
    let sql = match phase {
        Phase::Execute => statement(rest),
        Phase::Parse | Phase::Bind => text::behind(rest, b": "),
    };
    sql.map_or(Event::Other, |sql| Event::Timed { seconds, phase, sql })
}

/// The SQL of `statement: …`, `execute NAME: …`, `fastpath function call: …`.
#[inline]
fn statement(text: &[u8]) -> Option<&[u8]> {
    if let Some(sql) = text.strip_prefix(b"statement: ") {
        return Some(sql);
    }
    if text.starts_with(b"execute ") || text.starts_with(b"fastpath function call") {
        return text::behind(text, b": ");
    }
    None
}
