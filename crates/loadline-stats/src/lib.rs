//! What runs say when they are looked at as a whole: levels, the breaking point, two runs compared.
//!
//! Windows and figures come in, figures go out. Pure mathematics: no clock, no disk, nothing random that
//! is not given as an argument.

pub mod compare;
pub mod levels;

pub use compare::{RunSample, RunSampleBuilder, compare};
pub use levels::{Levels, LevelsBuilder};
