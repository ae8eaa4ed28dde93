//! Variables of the shell within words: kept as marks until it is known where the word goes.
//!
//! A mark is the variable's name between two characters that no text may hold.

use crate::flows::secret::{Secrets, is_secret_name};
use crate::flows::text::Text;

const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// A text without characters that marks are made of.
pub(super) fn without_marks(text: &str) -> String {
    text.replace([OPEN, CLOSE], "\u{fffd}")
}

/// The mark of a variable.
pub(super) fn mark(name: &str) -> String {
    format!("{OPEN}{name}{CLOSE}")
}

/// Whether a variable stands in the text.
pub(super) fn has_marks(text: &str) -> bool {
    text.contains(OPEN)
}

/// The text with each variable and each literal stretch turned into what the two functions say.
pub(super) fn filled(text: &str, mut literal: impl FnMut(&str) -> Text) -> Text {
    let mut filled = Text::default();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once(OPEN).and_then(|(before, rest)| Some((before, rest.split_once(CLOSE)?)))
    {
        filled.push(&literal(before));
        filled.push(&variable(name));
        rest = after;
    }
    filled.push(&literal(rest));
    filled
}

/// A text found under `name`: with its variables filled in, and with what is secret taken out.
pub(super) fn text(secrets: &mut Secrets, name: &str, text: &str) -> Text {
    if has_marks(text) {
        return filled(text, |literal| secrets.hidden(literal));
    }
    secrets.named(name, text)
}

fn variable(name: &str) -> Text {
    if is_secret_name(name) { Text::secret(name) } else { Text::fill(format!("env {name}")) }
}

/// The text with variables as the shell writes them, for messages.
pub(super) fn shown(text: &str) -> String {
    text.replace(OPEN, "${").replace(CLOSE, "}")
}
