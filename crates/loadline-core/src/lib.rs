//! The vocabulary of Loadline, and the arithmetic on it.
//!
//! Text comes in (objectives, `loadline.yaml`, packs), windows come in from whoever measures; verdicts
//! and findings go out. This crate does no I/O, reads no clock, is not async and logs nothing: every
//! result is a function of its arguments.

pub mod histogram;
pub mod objective;
pub mod quantity;
pub mod window;

pub use histogram::Histogram;
pub use objective::Objective;
pub use quantity::{ByteRate, Bytes, Quantity, Rate, Share, Span, Unit};
pub use window::{Aggregate, SeriesKey, Tags, Window};
