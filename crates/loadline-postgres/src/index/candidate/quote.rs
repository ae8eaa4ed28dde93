//! Names as SQL takes them: whatever a name holds, it stays a name.

use sqlparser::keywords::ALL_KEYWORDS;

/// A name, in quotes unless it is plain lower case and no word of the language.
pub(crate) fn name(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let word = || ALL_KEYWORDS.binary_search(&name.to_ascii_uppercase().as_str()).is_ok();
    if plain && !word() {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('"', "\"\""))
}
