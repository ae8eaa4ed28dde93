//! A run: threads, users and arrivals on one side, windows on the other.
//!
//! [`run`] starts a thread per core; they make what users are wanted beforehand and begin together. Each has
//! its own runtime, users, connections and recorder and shares
//! nothing with the others while it works; once a second each hands over a window, and the calling thread
//! adds them up and gives them to its observer.

mod closed;
mod coordinator;
mod crew;
mod desk;
mod lanes;
mod load;
mod meter;
mod once;
mod open;
mod pause;
mod plan;
mod presence;
mod progress;
mod seat;
mod stop;
mod worker;

pub use coordinator::run;
pub use meter::Meter;
pub use once::run_once;
pub use plan::{Load, LoadTest, OnBusy, RunError};
pub use progress::{Ending, Observer, Outcome, Progress};
pub use stop::StopSignal;
pub use worker::Worker;
