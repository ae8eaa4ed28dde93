//! A printer's source map as marks in bytes.
//!
//! A map, the printed code and the original go in; marks in the order of the code come out. Source maps count
//! UTF-16 units, QuickJS counts bytes: they differ on lines that are not ASCII.

use oxc::codegen::CodegenReturn;

use super::place::Mark;

/// The marks of a map.
pub(super) fn of(printed: &CodegenReturn, text: &str) -> Option<Box<[Mark]>> {
    let map = printed.map.as_ref()?;
    let (code, text) = (Lines::of(&printed.code), Lines::of(text));
    let mut marks: Vec<Mark> = map
        .get_tokens()
        .filter(|token| token.get_source_id().is_some())
        .map(|token| Mark {
            generated: code.place(token.get_dst_line(), token.get_dst_col()),
            original: text.place(token.get_src_line(), token.get_src_col()),
        })
        .collect();
    marks.sort_by_key(|mark| mark.generated);
    Some(marks.into_boxed_slice())
}

/// A text's lines, each with whether its columns need counting.
struct Lines<'a>(Vec<(&'a str, bool)>);

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self(text.split('\n').map(|line| (line, line.is_ascii())).collect())
    }

    /// Line and column from one, in bytes, for those from zero in UTF-16 units.
    fn place(&self, line: u32, units: u32) -> (u32, u32) {
        let column = match self.0.get(line as usize) {
            Some((text, false)) => bytes_of_units(text, units),
            _ => units,
        };
        (line + 1, column + 1)
    }
}

fn bytes_of_units(text: &str, units: u32) -> u32 {
    let mut left = units as usize;
    let mut bytes = 0;
    for character in text.chars() {
        if left < character.len_utf16() {
            break;
        }
        left -= character.len_utf16();
        bytes += character.len_utf8();
    }
    u32::try_from(bytes).unwrap_or(units)
}
