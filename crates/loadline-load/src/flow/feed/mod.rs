//! Feeds: rows of data for users, read once before the test and held once for all threads.
//!
//! A file comes in, a [`Feeds`] goes out; while the test runs, each iteration draws a row. A feed that runs
//! out tells the user to leave.

mod csv;
mod json_lines;
mod rows;
mod table;

pub use rows::Feeds;
pub(super) use rows::Rows;
pub use table::FEED_BYTES_MAX;

#[cfg(test)]
mod tests;
