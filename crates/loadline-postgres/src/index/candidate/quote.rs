//! Names as SQL takes them: whatever a name holds, it stays a name.

use crate::session::bare_or_quoted;
use sqlparser::keywords::ALL_KEYWORDS;

/// A name, in quotes unless it is plain lower case and no word of the language.
pub(crate) fn name(name: &str) -> String {
    bare_or_quoted(name, |name| {
        ALL_KEYWORDS.binary_search(&name.to_ascii_uppercase().as_str()).is_ok()
    })
}
