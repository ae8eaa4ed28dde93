//! A shell's text as commands of words: quotes of bash, `$'…'`, lines continued with `\`, comments.

use std::iter::Peekable;
use std::str::Chars;

use super::marks::{mark, without_marks};
use crate::results::ImportError;

/// Commands that are read at most.
const COMMANDS_MAX: usize = 2_000;
/// Words of one command at most.
const WORDS_MAX: usize = 2_000;

/// One command.
#[derive(Debug, PartialEq)]
pub(super) struct Command {
    /// The line it begins in.
    pub(super) line: u64,
    pub(super) words: Vec<String>,
}

/// Splits a text into commands.
pub(super) fn commands(text: &str) -> Result<Vec<Command>, ImportError> {
    let text = without_marks(text).replace("\r\n", "\n");
    let mut shell = Shell { chars: text.chars().peekable(), line: 1, word: None };
    let mut commands = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut begins = 1;
    loop {
        let ended = shell.step()?;
        let is_end = matches!(ended, Ended::Command | Ended::Text);
        if ended != Ended::Nothing
            && let Some(word) = shell.word.take()
        {
            words.push(word);
        }
        if words.len() > WORDS_MAX {
            return Err(ImportError::at(begins, 0, "the command has more words than are read"));
        }
        if is_end && !words.is_empty() {
            let words = std::mem::take(&mut words);
            commands.push(Command { line: begins, words });
            if commands.len() > COMMANDS_MAX {
                let message = format!("more than {COMMANDS_MAX} commands");
                return Err(ImportError::at(begins, 0, message));
            }
        }
        if words.is_empty() {
            begins = shell.line;
        }
        if ended == Ended::Text {
            return Ok(commands);
        }
    }
}

#[derive(Debug, PartialEq)]
enum Ended {
    Nothing,
    Word,
    Command,
    Text,
}

struct Shell<'t> {
    chars: Peekable<Chars<'t>>,
    line: u64,
    word: Option<String>,
}

impl Shell<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.chars.next();
        self.line += u64::from(next == Some('\n'));
        next
    }

    fn push(&mut self, text: &str) {
        self.word.get_or_insert_default().push_str(text);
    }

    /// Reads as far as something ends, or one piece of a word.
    fn step(&mut self) -> Result<Ended, ImportError> {
        let Some(character) = self.next() else { return Ok(Ended::Text) };
        match character {
            '\n' | ';' | '|' => return Ok(Ended::Command),
            '&' => return Ok(Ended::Command),
            '>' | '<'
                if self.word.as_deref().is_none_or(|w| w.bytes().all(|b| b.is_ascii_digit())) =>
            {
                // Where output goes: the word behind it is a file's name.
                self.word = None;
                while self.chars.next_if(|c| ">&< \t".contains(*c)).is_some() {}
                while self.chars.next_if(|c| !c.is_whitespace() && !";|&".contains(*c)).is_some() {}
            }
            '#' if self.word.is_none() => while self.chars.next_if(|c| *c != '\n').is_some() {},
            '\\' => match self.next() {
                Some('\n') => {}
                Some(other) => self.push(other.encode_utf8(&mut [0; 4])),
                None => {}
            },
            '\'' => self.single_quoted()?,
            '"' => self.double_quoted()?,
            '$' => self.dollar()?,
            '^' if matches!(self.chars.peek(), Some('"' | '\n' | '\r')) => {
                let message = "this is quoted for the command prompt of Windows";
                return Err(ImportError::at(self.line, 0, message).hint("copy it as cURL (bash)"));
            }
            '`' => return Err(self.substitution()),
            blank if blank.is_whitespace() => return Ok(Ended::Word),
            other => self.push(other.encode_utf8(&mut [0; 4])),
        }
        Ok(Ended::Nothing)
    }

    fn substitution(&self) -> ImportError {
        let message = "a command within the command line is not run";
        ImportError::at(self.line, 0, message).hint("put what it prints in its place")
    }

    fn unclosed(line: u64, quote: &str) -> ImportError {
        ImportError::at(line, 0, format!("the quote {quote} is not closed"))
            .hint("copy the whole command; lines end in `\\` where it goes on")
    }

    fn single_quoted(&mut self) -> Result<(), ImportError> {
        let begins = self.line;
        let mut text = String::new();
        loop {
            match self.next() {
                Some('\'') => break,
                Some(other) => text.push(other),
                None => return Err(Self::unclosed(begins, "'")),
            }
        }
        self.push(&text);
        Ok(())
    }

    fn double_quoted(&mut self) -> Result<(), ImportError> {
        let begins = self.line;
        self.push("");
        loop {
            match self.next() {
                Some('"') => return Ok(()),
                Some('\\') => match self.next() {
                    Some('\n') => {}
                    Some(escaped @ ('"' | '\\' | '$' | '`')) => {
                        self.push(escaped.encode_utf8(&mut [0; 4]));
                    }
                    Some(other) => {
                        self.push("\\");
                        self.push(other.encode_utf8(&mut [0; 4]));
                    }
                    None => return Err(Self::unclosed(begins, "\"")),
                },
                Some('$') if self.chars.peek().is_some_and(|c| "\"'".contains(*c)) => {
                    self.push("$");
                }
                Some('$') => self.dollar()?,
                Some('`') => return Err(self.substitution()),
                Some(other) => self.push(other.encode_utf8(&mut [0; 4])),
                None => return Err(Self::unclosed(begins, "\"")),
            }
        }
    }

    /// `$'…'`, a variable, or a dollar.
    fn dollar(&mut self) -> Result<(), ImportError> {
        match self.chars.peek() {
            Some('\'') => {
                self.next();
                return self.escaped();
            }
            Some('(') => return Err(self.substitution()),
            _ => {}
        }
        let braces = self.chars.next_if_eq(&'{').is_some();
        let mut name = String::new();
        while let Some(character) = self.chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
            name.push(character);
        }
        if braces {
            while self.chars.next_if(|c| *c != '}' && *c != '\n').is_some() {}
            self.chars.next_if_eq(&'}');
        }
        match name.chars().next() {
            Some(first) if !first.is_ascii_digit() => self.push(&mark(&name)),
            _ => self.push(&format!("${name}")),
        }
        Ok(())
    }

    /// The inside of `$'…'`, as bash has it.
    fn escaped(&mut self) -> Result<(), ImportError> {
        let begins = self.line;
        // Escapes write bytes, which are text only together.
        let mut bytes: Vec<u8> = Vec::new();
        loop {
            let character = self.next().ok_or_else(|| Self::unclosed(begins, "$'"))?;
            match character {
                '\'' => break,
                '\\' => {
                    let escape = self.next().ok_or_else(|| Self::unclosed(begins, "$'"))?;
                    self.escape(escape, &mut bytes);
                }
                other => bytes.extend(other.encode_utf8(&mut [0; 4]).bytes()),
            }
        }
        let text = without_marks(&String::from_utf8_lossy(&bytes));
        self.push(&text);
        Ok(())
    }

    fn escape(&mut self, escape: char, bytes: &mut Vec<u8>) {
        let code = match escape {
            'n' => 10,
            't' => 9,
            'r' => 13,
            'a' => 7,
            'b' => 8,
            'e' | 'E' => 27,
            'f' => 12,
            'v' => 11,
            'x' => return bytes.push(self.digits(16, 2).unwrap_or(0) as u8),
            'u' | 'U' => {
                let most = if escape == 'u' { 4 } else { 8 };
                let character = self.digits(16, most).and_then(char::from_u32);
                let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                return bytes.extend(character.encode_utf8(&mut [0; 4]).bytes());
            }
            '0'..='7' => {
                let mut code = escape.to_digit(8).unwrap_or_default();
                for _ in 0..2 {
                    let Some(digit) = self.chars.next_if(|c| c.is_digit(8)) else { break };
                    code = code * 8 + digit.to_digit(8).unwrap_or_default();
                }
                return bytes.push(code as u8);
            }
            other => return bytes.extend(other.encode_utf8(&mut [0; 4]).bytes()),
        };
        bytes.push(code);
    }

    fn digits(&mut self, radix: u32, most: usize) -> Option<u32> {
        let mut text = String::new();
        while text.len() < most {
            let Some(digit) = self.chars.next_if(|c| c.is_digit(radix)) else { break };
            text.push(digit);
        }
        u32::from_str_radix(&text, radix).ok()
    }
}
