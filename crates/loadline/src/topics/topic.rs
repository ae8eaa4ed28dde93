//! The list of topics, and a plain table for them.

use super::{exit_codes, imports, metrics, objectives, outputs, tests, values};

/// Something that needs more words than a flag has.
#[derive(Debug)]
pub(crate) struct Topic {
    /// What it is asked for by.
    pub(crate) name: &'static str,
    /// One line for the list.
    pub(crate) about: &'static str,
    /// The text.
    pub(crate) text: fn() -> String,
}

/// Every topic, in the order the list has them.
pub(crate) const TOPICS: [Topic; 7] = [
    Topic {
        name: "objectives",
        about: "how a promise is written, with examples",
        text: objectives::text,
    },
    Topic { name: "metrics", about: "what a promise may speak of", text: metrics::text },
    Topic {
        name: "tests",
        about: "the six named tests and the kinds of traffic",
        text: tests::text,
    },
    Topic {
        name: "values",
        about: "what texts may hold: {{user}}, {{uuid}} …",
        text: values::text,
    },
    Topic { name: "outputs", about: "the kinds of --out", text: outputs::text },
    Topic {
        name: "imports",
        about: "the files of other tools that import reads",
        text: imports::text,
    },
    Topic { name: "exit-codes", about: "what the exit code says", text: exit_codes::text },
];

/// Two columns, the first as wide as its widest entry.
pub(super) fn table<L: AsRef<str>, R: AsRef<str>>(rows: &[(L, R)]) -> String {
    let width = rows.iter().map(|(left, _)| left.as_ref().chars().count()).max().unwrap_or(0);
    let row = |(left, right): &(L, R)| {
        let (left, right) = (left.as_ref(), right.as_ref());
        let gap = " ".repeat(width - left.chars().count() + 2);
        format!("  {left}{gap}{right}\n")
    };
    rows.iter().map(row).collect()
}
