//! Lines out: the header first, then a line for each window, then the end. None holds a line break.

use loadline_core::Window;
use serde::Serialize;

use super::header::{End, Header, SCHEMA};
use super::wire::{WireEnd, WireWindow};

#[derive(Serialize)]
struct WireHeader<'a> {
    schema: &'static str,
    run: &'a Header,
}

/// The first line, without its line break.
pub fn header_line(header: &Header) -> String {
    json(&WireHeader { schema: SCHEMA, run: header })
}

/// A window's line, without its line break.
pub fn window_line(window: &Window) -> String {
    json(&WireWindow::of(window))
}

/// The last line, without its line break.
pub fn end_line(end: &End) -> String {
    json(&WireEnd { end: end.clone() })
}

fn json(line: &impl Serialize) -> String {
    serde_json::to_string(line).expect("a line is texts, numbers, lists and maps with text keys")
}
