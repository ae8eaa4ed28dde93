//! Made-up runs from fixed seeds: a ramp of users with a burst of errors, a constant rate whose target stalls
//! for two seconds, steps of load that a pool gives in to, a long one beside hundreds of metrics, a run that measured nothing, and one full of hostile
//! text. The real judge judges them.

mod crowded;
mod draft;
mod odd;
mod ramp;
mod run;
mod service;
mod stall;
mod steps;

pub(crate) use crowded::crowded;
pub(crate) use odd::{empty, hostile};
pub(crate) use ramp::ramp;
pub(crate) use stall::stall;
pub(crate) use steps::steps;
