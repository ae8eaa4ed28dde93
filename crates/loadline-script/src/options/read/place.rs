//! Where a value stands in a JSON text that is known to be well formed.

use crate::options::error::{Place, Step};

/// The place of the value that `steps` lead to, or of the last one on the way that is there.
pub(super) fn find(file: &str, text: &str, steps: &[Step]) -> Place {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.skip_space();
    for step in steps {
        let before = scan.at;
        if !scan.enter(step) {
            scan.at = before;
            break;
        }
    }
    place_of(file, text, scan.at)
}

/// The place of a byte.
fn place_of(file: &str, text: &str, offset: usize) -> Place {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// Goes to the value of a step; false when it is not there.
    fn enter(&mut self, step: &Step) -> bool {
        self.at += 1;
        let mut item = 0;
        loop {
            self.skip_space();
            if matches!(self.peek(), b'}' | b']' | 0) {
                return false;
            }
            let is_it = match step {
                Step::Key(wanted) => {
                    let start = self.at;
                    self.skip_value();
                    let key = serde_json::from_slice::<String>(&self.bytes[start..self.at]);
                    self.skip_space();
                    self.at += 1;
                    self.skip_space();
                    key.is_ok_and(|key| key == *wanted)
                }
                Step::Item(wanted) => item == *wanted,
            };
            if is_it {
                return true;
            }
            self.skip_value();
            self.skip_space();
            self.at += usize::from(self.peek() == b',');
            item += 1;
        }
    }

    /// Goes behind the value that begins here.
    fn skip_value(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                b'"' => self.skip_text(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                0 => return,
                _ => {
                    let rest = &self.bytes[self.at..];
                    let ends =
                        |byte: &u8| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']' | b',' | b':');
                    self.at += rest.iter().position(ends).unwrap_or(rest.len()).max(1);
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_text(&mut self) {
        self.at += 1;
        while !matches!(self.peek(), b'"' | 0) {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
    }
}
