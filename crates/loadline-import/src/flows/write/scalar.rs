//! Scalars of YAML: plain where nobody can take them for something else, in double quotes elsewhere.

/// Words that some reader of YAML takes for a truth or for nothing.
const WORDS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", "nan"];

/// A text as YAML writes it, in a block as well as between braces.
pub(in crate::flows) fn quoted(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { in_double_quotes(text) }
}

/// Whether a text can stand without quotes everywhere and is a text then.
fn is_plain(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-./$ +%=?&;()@^<>*'~|:".contains(c);
    let begins = |c: char| c.is_ascii_alphabetic() || "_/$".contains(c);
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    text.starts_with(begins)
        && text.chars().all(fits)
        && !text.contains(": ")
        && !text.ends_with([' ', ':'])
        && !is_word
}

fn in_double_quotes(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Breaks and marks that readers of YAML treat in their own way, and what is not printable.
            '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{a0}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => quoted.push_str(&format!("\\u{:04X}", u32::from(character))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A comment's text: one line, nothing in it that is not printable.
pub(super) fn comment(text: &str) -> String {
    let printable = |c: char| match c {
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => ' ',
        other => other,
    };
    text.chars().map(printable).collect::<String>().trim().to_owned()
}
