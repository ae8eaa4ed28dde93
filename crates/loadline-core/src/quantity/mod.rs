//! Quantities: what a figure measures, as newtypes with one parser and one printer each.
//!
//! Text comes in (`200ms`, `0.1%`, `1000/s`, `12GB`, `1GB/min`, `100`), typed figures go out, and every
//! `Display` prints a form that parses back to the same value. `Quantity::rounded` prints three
//! significant digits for people. No arithmetic between kinds: mixing a time with a share does not compile.

mod bytes;
mod error;
mod number;
mod rate;
mod share;
mod span;
mod unit;
mod value;

pub use bytes::{ByteRate, Bytes};
pub use error::QuantityError;
pub use rate::Rate;
pub use share::Share;
pub use span::Span;
pub use unit::Unit;
pub use value::Quantity;

#[cfg(test)]
mod tests;
