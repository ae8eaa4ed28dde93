//! The pieces of a JSON text with their places. The text is what a script's `JSON.stringify` wrote; any other
//! is an error, never more.

use std::borrow::Cow;

/// A bracket, a text, a number or a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As it stands there.
    pub(super) raw: &'a str,
    /// Its place in bytes from zero. Such a text is one line.
    at: usize,
}

/// A text being read.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Token<'_> {
    /// A message about it, with its place.
    pub(super) fn wrong(&self, what: &str) -> String {
        format!("proto: (line 1:{}): {what}", self.at + 1)
    }

    /// It does not belong there.
    pub(super) fn unexpected(&self) -> String {
        match self.raw {
            "" => "proto: unexpected end of the text".to_owned(),
            raw => format!("proto: syntax error (line 1:{}): unexpected token {raw}", self.at + 1),
        }
    }

    /// The text it is, if it is one.
    pub(super) fn string(&self) -> Option<String> {
        self.raw.starts_with('"').then(|| serde_json::from_str(self.raw).ok()).flatten()
    }

    /// The text it has to be.
    pub(super) fn text(&self) -> Result<String, String> {
        self.string().ok_or_else(|| self.unexpected())
    }

    /// The number it is, or the one it holds as a text.
    pub(super) fn number_text(&self) -> Option<Cow<'_, str>> {
        match self.raw.as_bytes().first()? {
            b'"' => self.string().filter(|text| text.trim() == text).map(Cow::Owned),
            b'-' | b'0'..=b'9' => Some(Cow::Borrowed(self.raw)),
            _ => None,
        }
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next piece, left where it is; empty at the end.
    pub(super) fn peek(&self) -> Result<Token<'a>, String> {
        let rest = &self.text[self.at..];
        let at = self.at + (rest.len() - rest.trim_ascii_start().len());
        let rest = &self.text[at..];
        let length = match rest.as_bytes().first() {
            None => 0,
            Some(b'"') => {
                text_length(rest).ok_or_else(|| "proto: unexpected end of the text".to_owned())?
            }
            Some(b'{' | b'}' | b'[' | b']' | b':' | b',') => 1,
            Some(_) => rest
                .find(|c: char| "{}[]:,\"".contains(c) || c.is_ascii_whitespace())
                .unwrap_or(rest.len()),
        };
        Ok(Token { raw: &rest[..length], at })
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Result<Token<'a>, String> {
        let token = self.peek()?;
        self.at = token.at + token.raw.len();
        Ok(token)
    }

    /// The next key of an object with the colon behind it; none at its end.
    pub(super) fn next_key(&mut self) -> Result<Option<Token<'a>>, String> {
        let mut token = self.next()?;
        if token.raw == "," {
            token = self.next()?;
        }
        if token.raw == "}" {
            return Ok(None);
        }
        let colon = self.next()?;
        if colon.raw == ":" { Ok(Some(token)) } else { Err(colon.unexpected()) }
    }

    /// Whether the list goes on; its end is taken.
    pub(super) fn next_element(&mut self) -> Result<bool, String> {
        let token = self.peek()?;
        match token.raw {
            "]" => self.next().map(|_| false),
            "," => self.next().map(|_| true),
            "" => Err(token.unexpected()),
            _ => Ok(true),
        }
    }

    /// Passes over a whole value and gives its text.
    pub(super) fn skip_value(&mut self) -> Result<&'a str, String> {
        let begin = self.peek()?.at;
        let mut open = 0_usize;
        loop {
            let token = self.next()?;
            match token.raw {
                "" => return Err(token.unexpected()),
                "{" | "[" => open += 1,
                "}" | "]" => open = open.checked_sub(1).ok_or_else(|| token.unexpected())?,
                _ => {}
            }
            if open == 0 {
                return Ok(&self.text[begin..self.at]);
            }
        }
    }
}

/// The length of the text in quotes that `rest` begins with.
fn text_length(rest: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (place, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(place + 1),
            _ => {}
        }
    }
    None
}
