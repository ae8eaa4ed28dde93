//! A statement's text as words, without comments and without values. In comes text of any quality and length; out goes
//! what can be told without a grammar: it never fails, and takes time in proportion to the text.
//!
//! Deliberately not here: grammar. What needs one has the parser of `index`.

/// One word of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// A keyword or unquoted name, in lower case.
    Plain(String),
    /// A name in double quotes, as it is.
    Quoted(String),
    /// A value: a number, a text, a parameter.
    Value,
    /// Any other character.
    Sign(char),
}

impl Word {
    /// Whether it is this keyword.
    #[must_use]
    pub fn is(&self, keyword: &str) -> bool {
        matches!(self, Self::Plain(word) if word == keyword)
    }

    /// The name it stands for.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Plain(name) | Self::Quoted(name) => Some(name),
            Self::Value | Self::Sign(_) => None,
        }
    }
}

/// The words of a text, at most `max`.
#[must_use]
pub fn words(text: &str, max: usize) -> Vec<Word> {
    let mut rest = text;
    let mut found = Vec::new();
    while found.len() < max {
        rest = after_blank(rest);
        let Some(first) = rest.chars().next() else { break };
        let (word, length) = match first {
            '"' => {
                let (name, length) = quoted(rest, '"');
                (Word::Quoted(name), length)
            }
            '\'' => (Word::Value, quoted(rest, '\'').1),
            '$' => (Word::Value, dollar(rest)),
            '0'..='9' => (Word::Value, run(rest, |c| c.is_alphanumeric() || c == '.' || c == '_')),
            _ if first.is_alphabetic() || first == '_' => {
                let length = run(rest, |c| c.is_alphanumeric() || c == '_' || c == '$');
                // E'…', B'…', X'…', U&'…' are values with a letter before them.
                match rest[length..].strip_prefix('\'') {
                    Some(_) if length == 1 => {
                        (Word::Value, length + quoted(&rest[length..], '\'').1)
                    }
                    _ => (Word::Plain(rest[..length].to_lowercase()), length),
                }
            }
            other => (Word::Sign(other), other.len_utf8()),
        };
        found.push(word);
        rest = &rest[length..];
    }
    found
}

/// Bytes of the longest beginning whose characters all fit.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// What follows blanks and comments.
fn after_blank(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if rest.starts_with("--") {
            rest.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(inside) = rest.strip_prefix("/*") {
            inside.split_once("*/").map_or("", |(_, after)| after)
        } else {
            return rest;
        };
        rest = after.trim_start();
    }
}

/// What is between the quote that the text begins with and its end, and the bytes both take. A doubled quote is one.
fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut inside = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character != quote {
            inside.push(character);
        } else if characters.next_if(|(_, next)| *next == quote).is_some() {
            inside.push(quote);
        } else {
            return (inside, at + 1);
        }
    }
    (inside, text.len())
}

/// Bytes of `$1`, or of `$tag$…$tag$`.
fn dollar(text: &str) -> usize {
    let name = 1 + run(&text[1..], |c| c.is_alphanumeric() || c == '_');
    let tag_end = name + 1;
    let opens =
        text[name..].starts_with('$') && !text[1..name].starts_with(|c: char| c.is_ascii_digit());
    if !opens {
        return name;
    }
    let tag = &text[..tag_end];
    text[tag_end..].find(tag).map_or(text.len(), |at| tag_end + at + tag.len())
}
