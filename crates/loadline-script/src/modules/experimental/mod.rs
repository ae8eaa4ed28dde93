//! Modules that k6 calls experimental.

mod csv;
mod fs;
mod records;
mod settled;
mod streams;
#[cfg(test)]
mod tests;

pub(super) use csv::Csv;
pub(super) use fs::Fs;
pub(super) use settled::settled;
pub(super) use streams::Streams;
