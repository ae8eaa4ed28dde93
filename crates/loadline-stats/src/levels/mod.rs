//! Levels: a run cut by its load, and the load at which its target stopped keeping up.
//!
//! Windows come in one by one, in the order of time; the level table and the breaking point go out. Memory is
//! bounded by the number of levels and series, not by the run's length. `docs/concepts/levels.md` has the
//! rules and where they come from.

mod breaking;
mod builder;
mod fold;
mod hold;
mod knee;
mod line;
mod promised;
mod ramp;
mod saturation;
mod signs;

pub use builder::{Levels, LevelsBuilder};
pub use knee::{Knee, Rise, knee};

#[cfg(test)]
mod tests;
