//! CSV: the figures of the whole run, and the run over time, for spreadsheets and scripts.
//!
//! A report goes in; lines with a head come out, with a comma between cells and `\n` at the end of each. Units
//! stand in the names of the columns; what was not measured is an empty cell, never zero. Nothing is rounded.

mod requests;
mod sheet;
mod timeline;

pub(crate) use requests::render as render_requests;
pub(crate) use timeline::render as render_timeline;

#[cfg(test)]
mod tests;
