//! Loadline's own run as lines of JSON, `loadline.windows/1`: written and read side by side.
//!
//! The first line is the header: what was run. Each further line is one window with all its series; the
//! last line says how the run ended. A stream that breaks off is readable up to there: the missing last line
//! tells. Nothing is lost on the way: what is read back judges to the same figures.
//! `docs/reference/import.md` documents the lines. Where they are written to is the caller's business.

mod header;
mod histogram;
mod read;
mod wire;
mod write;

pub use header::{End, Header, Promise, SCHEMA, StageMark};
pub use read::{Line, LineError, read_line};
pub use write::{end_line, header_line, window_line};

#[cfg(test)]
mod tests;
