//! The words of selectors: identifiers, strings, escapes, space and comments.

/// A selector's text and how far it is read.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character, which stays unread.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads `word` when it comes next.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Reads one character.
    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Reads space and comments; says whether there were any.
    pub(super) fn skip_space(&mut self) -> bool {
        let from = self.at;
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\x0C']);
            self.at += rest.len() - trimmed.len();
            match trimmed.strip_prefix("/*").and_then(|comment| comment.find("*/")) {
                Some(length) => self.at += length + 4,
                None => return self.at > from,
            }
        }
    }

    /// Reads a name that does not begin with a digit.
    pub(super) fn identifier(&mut self) -> Option<String> {
        let start = self.rest().trim_start_matches('-').chars().next()?;
        if start.is_ascii_alphabetic() || start == '_' || start == '\\' || !start.is_ascii() {
            self.name()
        } else {
            None
        }
    }

    /// Reads a name.
    pub(super) fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        while let Some(next) = self.peek() {
            match next {
                '\\' => name.push(self.escape()?),
                '-' | '_' => name.push(next),
                _ if next.is_ascii_alphanumeric() || !next.is_ascii() => name.push(next),
                _ => break,
            }
            if next != '\\' {
                self.at += next.len_utf8();
            }
        }
        (!name.is_empty()).then_some(name)
    }

    /// Reads a text in quotes.
    pub(super) fn string(&mut self) -> Option<String> {
        let quote = self.next()?;
        let mut string = String::new();
        loop {
            match self.peek()? {
                '\\' if self.take("\\\n") || self.take("\\\r\n") => {}
                '\\' => string.push(self.escape()?),
                '\n' | '\r' | '\x0C' => return None,
                next => {
                    self.next();
                    if next == quote {
                        return Some(string);
                    }
                    string.push(next);
                }
            }
        }
    }

    /// Reads a string or an identifier.
    pub(super) fn word(&mut self) -> Option<String> {
        match self.peek()? {
            '"' | '\'' => self.string(),
            _ => self.identifier(),
        }
    }

    /// Reads up to the `close` that matches an `open` already read, and that too.
    pub(super) fn until(&mut self, open: char, close: char) -> Option<&'a str> {
        let mut open_count = 0_usize;
        let from = self.at;
        loop {
            let next = self.next()?;
            if next == '\\' {
                self.next();
            } else if next == open {
                open_count += 1;
            } else if next == close {
                match open_count.checked_sub(1) {
                    Some(left) => open_count = left,
                    None => return Some(&self.text[from..self.at - close.len_utf8()]),
                }
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        self.next();
        let rest = self.rest();
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits == 0 {
            return self.next().filter(|next| !matches!(next, '\n' | '\r' | '\x0C'));
        }
        self.at += digits;
        if !self.take("\r\n") {
            let space = self.peek().is_some_and(|next| " \t\r\n\x0C".contains(next));
            self.at += usize::from(space);
        }
        let code = u32::from_str_radix(&rest[..digits], 16).ok()?;
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}
