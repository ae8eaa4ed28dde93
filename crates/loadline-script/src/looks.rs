//! What a script can look at of answers: the rest of them is read and counted, and not kept.

use crate::source::Program;

/// Words by which a script shows that it may hand a whole answer on, to be printed or walked through.
const WHOLE: [&str; 6] =
    ["stringify", "console", "Object.", "...", "structuredClone", "for (const"];
/// Words by which it may look at header fields.
const FIELDS: [&str; 4] = ["eader", "ookie", "digest", "["];
/// Words by which it may look at bodies.
const BODY: [&str; 7] = ["body", "json", "html", "submitForm", "clickLink", "text(", "["];

/// What can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Looks {
    /// Header fields.
    pub(crate) fields: bool,
    /// Bodies.
    pub(crate) body: bool,
}

impl Looks {
    /// What the code of `program` could look at, judged by the words in it.
    pub(crate) fn of(program: &Program) -> Self {
        let mentions = |words: &[&str]| words.iter().any(|word| program.mentions(word));
        let whole = mentions(&WHOLE);
        Self { fields: whole || mentions(&FIELDS), body: whole || mentions(&BODY) }
    }
}
