//! Errors and warnings by message: numbers and values in it do not tell them apart, names do.

use rustc_hash::FxHashMap;

use super::text::kept;
use crate::log::bounds::{MESSAGE_BYTES_MAX, MESSAGES_MAX};
use crate::log::entry::{Entry, Severity};
use crate::log::moment::Moment;

/// Messages that are the same but for their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageGroup {
    /// How grave.
    pub severity: Severity,
    /// The message with `?` for values.
    pub form: String,
    /// How often.
    pub count: u64,
    /// The SQLSTATE, where it was logged.
    pub state: String,
    /// The first of them as it was written.
    pub example: String,
    /// Its detail.
    pub detail: String,
    /// Its statement.
    pub statement: String,
    /// When it was seen first.
    pub first: Option<Moment>,
    /// When it was seen last.
    pub last: Option<Moment>,
}

/// All errors and warnings.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    groups: FxHashMap<(Severity, String), MessageGroup>,
    counts: [u64; 4],
    /// Messages beyond those told apart.
    others: u64,
}

/// The severities that are counted, by their place in `counts`.
const COUNTED: [Severity; 4] =
    [Severity::Warning, Severity::Error, Severity::Fatal, Severity::Panic];

impl Messages {
    pub(super) fn add(&mut self, entry: &Entry<'_>) {
        let Some(place) = COUNTED.iter().position(|severity| *severity == entry.severity) else {
            return;
        };
        self.counts[place] += 1;
        let key = (entry.severity, form(entry.message));
        if let Some(group) = self.groups.get_mut(&key) {
            group.count += 1;
            group.last = entry.origin.moment.or(group.last);
        } else if self.groups.len() < MESSAGES_MAX {
            let text = |bytes: &[u8]| kept(bytes, MESSAGE_BYTES_MAX);
            let group = MessageGroup {
                severity: entry.severity,
                form: key.1.clone(),
                count: 1,
                state: text(entry.origin.state),
                example: text(entry.message),
                detail: text(entry.detail),
                statement: text(entry.statement),
                first: entry.origin.moment,
                last: entry.origin.moment,
            };
            self.groups.insert(key, group);
        } else {
            self.others += 1;
        }
    }

    /// How many of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> u64 {
        let place = COUNTED.iter().position(|counted| *counted == severity);
        place.map_or(0, |place| self.counts[place])
    }

    /// All groups by count, from the most.
    #[must_use]
    pub fn by_count(&self) -> Vec<&MessageGroup> {
        let mut all: Vec<_> = self.groups.values().collect();
        all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.form.cmp(&b.form)));
        all
    }

    /// Messages beyond those told apart.
    #[must_use]
    pub const fn others(&self) -> u64 {
        self.others
    }
}

/// The first line without its place in the statement, with numbers as `?`, and what is in quotes behind a colon as `"?"`: it is a value there, while
/// elsewhere names are in quotes.
fn form(message: &[u8]) -> String {
    let line = message.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = &line[..line.len().min(MESSAGE_BYTES_MAX)];
    let line = memchr::memmem::rfind(line, b" at character ").map_or(line, |at| &line[..at]);
    let mut form = Vec::with_capacity(line.len());
    let mut at = 0;
    while at < line.len() {
        let byte = line[at];
        let is_value = byte == b'"' && form.ends_with(b": ");
        if byte == b'"' {
            let close = memchr::memchr(b'"', &line[at + 1..]);
            let end = close.map_or(line.len(), |length| at + length + 2);
            if is_value {
                form.extend_from_slice(b"\"?\"");
            } else {
                form.extend_from_slice(&line[at..end]);
            }
            at = end;
        } else if byte.is_ascii_digit() && !form.last().is_some_and(u8::is_ascii_alphanumeric) {
            at += line[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            form.push(b'?');
        } else {
            form.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&form).into_owned()
}
