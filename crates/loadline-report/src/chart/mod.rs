//! Geometry of charts: scales, ticks and paths.
//!
//! Figures come in, fractions of an axis and path data go out. Nothing here knows markup, colours or what a
//! figure means.

mod path;
mod scale;
mod ticks;

pub(crate) use path::{Frame, Spot};
pub(crate) use scale::Scale;
pub(crate) use ticks::clock_ticks;

#[cfg(test)]
mod tests;
