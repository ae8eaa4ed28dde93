//! The vocabulary of Loadline, and the arithmetic on it.
//!
//! Text comes in (objectives, `loadline.yaml`, packs), windows come in from whoever measures; verdicts
//! and findings go out. This crate does no I/O, reads no clock, is not async and logs nothing: every
//! result is a function of its arguments.

pub mod histogram;
pub mod quantity;

pub use histogram::Histogram;
pub use quantity::{ByteRate, Bytes, Quantity, Rate, Share, Span, Unit};
