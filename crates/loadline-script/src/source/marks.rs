//! The printer's own source map as marks in bytes.
//!
//! What was printed and the original go in; marks in the order of the code come out. Maps that come with a bundle
//! are the business of `bundle.rs`.

use oxc::codegen::CodegenReturn;

use super::columns::Columns;
use super::place::Mark;

/// The marks of a map.
pub(super) fn of(printed: &CodegenReturn, text: &str) -> Option<Box<[Mark]>> {
    let map = printed.map.as_ref()?;
    let (mut code, mut text) = (Columns::of(&printed.code), Columns::of(text));
    let mut marks: Vec<Mark> = map
        .get_tokens()
        .filter(|token| token.get_source_id().is_some())
        .map(|token| Mark {
            generated: code.place(token.get_dst_line(), token.get_dst_col()),
            original: text.place(token.get_src_line(), token.get_src_col()),
            source: None,
        })
        .collect();
    marks.sort_by_key(|mark| mark.generated);
    Some(marks.into_boxed_slice())
}
