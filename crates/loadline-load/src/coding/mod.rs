//! Codings of bodies: gzip, deflate, brotli and zstd, in both directions.
//!
//! Whole bodies come in and go out. A decoded body is bounded: one that would grow past its limit is given up
//! before memory is taken for it. Which answers are decoded at all is for their users to say.

mod decode;
mod encode;
mod error;
mod sink;

pub use decode::{decode, decode_all, named};
pub use encode::encode;
pub use error::CodingError;

#[cfg(test)]
mod tests;
