//! Traffic as plain data: how many users or arrivals, over what time, with what pauses.
//!
//! Comes from the command line, from `loadline.yaml`, from a pack or from one of the six named profiles;
//! goes to the engine that drives it. Pure functions answer what the level is at a moment and how long it
//! all takes. Driving is the engine's work; nothing here knows a clock.

mod error;
mod model;
mod segment;
mod stage;
mod think;

pub mod profile;

pub use error::TrafficError;
pub use model::{RATE_MAX_PER_S, Spacing, Traffic, USERS_MAX};
pub use segment::Segment;
pub(crate) use stage::leg_of;
pub use stage::{Leg, Level, Shape, Stage, length_of, level_at, peak_of, scaled_stages, stages};
pub use think::Think;

#[cfg(test)]
mod tests;
