//! The bytes of a window: what stands in the `body` column.
//!
//! A window goes in and bytes come out, or the other way round; its start and length are columns of
//! their own. Layout (version 1): a version byte, the strings in use, the series in ascending order,
//! and a CRC-32 of all of it. Integers are LEB128 varints, floats are eight little-endian bytes.
//! Decoding trusts nothing: it never panics, and what it allocates is bounded by two constants:
//! `BODY_BYTES_MAX` in `window.rs` and `BUCKETS_MAX` in `histogram.rs`.

mod checksum;
mod error;
mod histogram;
mod reader;
mod window;
mod writer;

pub use error::{DecodeError, EncodeError};
pub(crate) use window::{decode, encode};

#[cfg(test)]
mod tests;
