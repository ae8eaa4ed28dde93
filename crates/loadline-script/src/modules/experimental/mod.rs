//! Modules that k6 calls experimental.

mod csv;
mod fs;
mod records;
mod settled;
#[cfg(test)]
mod tests;

pub(super) use csv::Csv;
pub(super) use fs::Fs;
pub(super) use settled::settled;
