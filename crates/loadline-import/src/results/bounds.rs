//! How many different names, methods, states and kinds of errors are kept apart; the rest is counted together.

use std::collections::HashSet;

/// Names of requests at most.
const NAMES_MAX: usize = 1_000;
/// Methods, states and kinds of errors at most, each.
const KINDS_MAX: usize = 100;
/// Bytes of a name at most.
const TEXT_BYTES_MAX: usize = 500;

/// Where names beyond the bound are counted.
const OTHER_NAMES: &str = "(other names)";
const OTHERS: &str = "(others)";

/// A set of texts that stops growing.
#[derive(Debug)]
pub(crate) struct Bounded {
    seen: HashSet<String>,
    max: usize,
    rest: &'static str,
    /// How often a text was none of those kept.
    pub(crate) beyond: u64,
}

impl Bounded {
    pub(crate) fn names() -> Self {
        Self { seen: HashSet::new(), max: NAMES_MAX, rest: OTHER_NAMES, beyond: 0 }
    }

    pub(crate) fn kinds() -> Self {
        Self { seen: HashSet::new(), max: KINDS_MAX, rest: OTHERS, beyond: 0 }
    }

    /// The text itself while it is among the first, shortened where it is long; else what stands for the rest.
    pub(crate) fn keep<'t>(&mut self, text: &'t str) -> &'t str {
        let text = shortened(text);
        if self.seen.contains(text) {
            return text;
        }
        if self.seen.len() == self.max {
            self.beyond += 1;
            return self.rest;
        }
        self.seen.insert(text.to_owned());
        text
    }
}

/// As much of a text as is kept.
pub(crate) fn shortened(text: &str) -> &str {
    let mut end = text.len().min(TEXT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
