//! Connections: how many came and went, whose they were, how long they stayed.

use loadline_core::Histogram;

use super::names::Counts;
use super::text::{before, behind, number};

/// All connections.
#[derive(Debug, Clone, Default)]
pub struct Connections {
    /// How many came in.
    pub received: u64,
    /// How many were let in.
    pub authorized: u64,
    /// How many left.
    pub ended: u64,
    /// Seconds that sessions lasted.
    pub sessions: Histogram,
    /// By user.
    pub users: Counts,
    /// By database.
    pub databases: Counts,
    /// By application, where it gave its name.
    pub applications: Counts,
    /// By host.
    pub hosts: Counts,
    /// The most at once among those that began and ended in the log.
    pub at_once_max: u64,
}

impl Connections {
    /// A message about one; false where it is none.
    pub(super) fn add(&mut self, message: &[u8]) -> bool {
        if let Some(rest) = message.strip_prefix(b"connection received: ") {
            self.received += 1;
            if let Some(host) = word_behind(rest, b"host=") {
                self.hosts.add(host);
            }
        } else if let Some(rest) = message.strip_prefix(b"connection authorized: ") {
            self.authorized += 1;
            self.at_once_max = self.at_once_max.max(self.authorized.saturating_sub(self.ended));
            for (counts, mark) in [
                (&mut self.users, &b"user="[..]),
                (&mut self.databases, b"database="),
                (&mut self.applications, b"application_name="),
            ] {
                if let Some(name) = word_behind(rest, mark) {
                    counts.add(name);
                }
            }
        } else if let Some(rest) = message.strip_prefix(b"disconnection: session time: ") {
            self.ended += 1;
            if let Some(seconds) = clock(rest) {
                self.sessions.record(seconds);
            }
        } else {
            return message.starts_with(b"connection authenticated: ");
        }
        true
    }
}

fn word_behind<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    let rest = behind(text, mark)?;
    Some(before(rest, b" ").unwrap_or(rest))
}

/// `0:01:02.345` in seconds.
fn clock(text: &[u8]) -> Option<f64> {
    let mut parts = text.splitn(3, |byte| *byte == b':');
    let mut part = || number(parts.next()?).map(|(number, _)| number);
    Some(part()? * 3_600.0 + part()? * 60.0 + part()?)
}
