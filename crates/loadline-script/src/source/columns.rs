//! Columns in UTF-16 units, which source maps count, as columns in bytes, which QuickJS counts.
//!
//! A text goes in, then places one after the other. They differ on lines that are not ASCII; places that follow
//! each other on one line are found from the one before, so that a bundle of one long line takes linear time.

/// A text's lines and where the last place on one was.
pub(super) struct Columns<'a> {
    lines: Vec<(&'a str, bool)>,
    line: usize,
    units: usize,
    bytes: usize,
}

impl<'a> Columns<'a> {
    /// The lines of a text.
    pub(super) fn of(text: &'a str) -> Self {
        let lines = text.split('\n').map(|line| (line, line.is_ascii())).collect();
        Self { lines, line: 0, units: 0, bytes: 0 }
    }

    /// Line and column from one, in bytes, for those from zero in UTF-16 units.
    pub(super) fn place(&mut self, line: u32, units: u32) -> (u32, u32) {
        let column = match self.lines.get(line as usize) {
            Some((text, false)) => self.walk(text, line as usize, units as usize),
            _ => units,
        };
        (line.saturating_add(1), column.saturating_add(1))
    }

    fn walk(&mut self, text: &str, line: usize, units: usize) -> u32 {
        if self.line != line || self.units > units {
            (self.line, self.units, self.bytes) = (line, 0, 0);
        }
        for character in text[self.bytes..].chars() {
            if self.units + character.len_utf16() > units {
                break;
            }
            self.units += character.len_utf16();
            self.bytes += character.len_utf8();
        }
        u32::try_from(self.bytes).unwrap_or(u32::MAX)
    }
}
