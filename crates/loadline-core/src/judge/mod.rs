//! The judge: promises and windows in, verdicts out.
//!
//! One judge for the test, the gate, the dashboard and the alert. It takes windows one by one, in the order
//! of their time, keeps a bounded state for each promise and can give its verdicts at any moment. It does
//! not know where windows come from or what follows from a verdict.

mod bench;
mod figure;
mod growth;
mod sliding;
mod watcher;

pub use bench::{Judge, judge};

#[cfg(test)]
mod tests;
