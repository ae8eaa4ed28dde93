//! Watches the machine, the processes and the service under load.
//!
//! A [`Request`] says what to watch, [`Watch::open`] finds it or says what is wrong, and from
//! [`Watch::begin`] on each source is read once a second by a thread of its own; [`Watch::add_to`] adds what
//! was read to the load test's window of the same second. Series go by the names of
//! `loadline_core::window::watched`. One collector per file or folder (`host`, `process`, `scrape`),
//! registered in `collector`; [`Watch::also`] takes collectors of other crates. Judging, storing and drawing are the readers' work.
//!
//! Deliberately not here: driving traffic, and anything that a stalled source could hold up.

mod address;
mod cgroup;
mod client;
mod collector;
mod error;
pub mod exposition;
mod files;
mod host;
mod host_size;
mod ledger;
mod pace;
mod process;
mod reading;
mod request;
mod scrape;
mod watch;

pub use client::Client;
pub use collector::Collector;
pub use error::WatchError;
pub use reading::{Reading, source};
pub use request::{Request, Roots, Trust};
pub use watch::Watch;

#[cfg(test)]
mod tests;
