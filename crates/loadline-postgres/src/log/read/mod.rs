//! From a file to entries: opened, unpacked, its format told, its rows cut.
//!
//! A file comes in through a window of bounded size; entries go out as slices of that window. Rows that cannot be read
//! are skipped and counted. Deliberately not here: what an entry means (`analysis`).

mod buffer;
mod csv;
mod follow;
mod format;
mod json;
mod reader;
mod source;
mod stderr;

pub use follow::LogFollower;
pub use format::Format;
pub(super) use reader::read;
#[cfg(test)]
pub(super) use reader::read_text;
pub use reader::{ReadOptions, Skipped};

#[cfg(test)]
mod tests;
