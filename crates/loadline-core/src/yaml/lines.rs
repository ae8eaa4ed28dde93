//! From the parser's line and column to bytes of the source.
//!
//! The parser counts in characters, the places of errors count in bytes.

use saphyr_parser::Marker;

/// One byte offset is kept for so many characters: a lookup walks at most that far, on any line.
const STEP: usize = 64;

/// Where each line of a text begins, and each 64th character.
pub(super) struct Lines<'a> {
    source: &'a str,
    /// Characters before each line.
    starts: Vec<usize>,
    /// Bytes before every 64th character.
    steps: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        // The parser does not count a byte order mark.
        let mut starts = vec![usize::from(source.starts_with('\u{feff}'))];
        let mut steps = Vec::new();
        let mut characters = source.char_indices().enumerate().peekable();
        while let Some((count, (offset, character))) = characters.next() {
            if count % STEP == 0 {
                steps.push(offset);
            }
            let next = characters.peek().map(|(_, (_, next))| *next);
            if character == '\n' || (character == '\r' && next != Some('\n')) {
                starts.push(count + 1);
            }
        }
        Self { source, starts, steps }
    }

    /// The byte a marker stands before; the end of the text for a marker beyond it.
    pub(super) fn offset(&self, marker: Marker) -> usize {
        let end = self.source.len();
        let Some(start) = self.starts.get(marker.line().saturating_sub(1)) else { return end };
        let count = start + marker.col();
        let Some(step) = self.steps.get(count / STEP) else { return end };
        let mut rest = self.source[*step..].char_indices();
        rest.nth(count % STEP).map_or(end, |(bytes, _)| step + bytes)
    }
}
