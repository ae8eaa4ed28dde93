//! Levels: a run cut by its load, and the load at which the target stopped keeping up.
//!
//! Plain data. `loadline-stats` makes it of windows, `loadline-report` prints it: the two stand on one floor
//! and meet only here. `docs/concepts/levels.md` has the rules and formulae.

mod breaking_point;
mod table;

pub use breaking_point::{Breaking, BreakingPoint, Cause, Saturation, SaturationSign, Sustained};
pub use table::{
    GeneratorFigures, HOLD_MIN_MS, Level, LevelError, LevelResource, LevelTimes, LoadAxis,
    MissedObjective, Sign,
};
