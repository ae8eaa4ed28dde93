//! The batcher on a paused clock: when batches go, who gets which answer, and what is left after everything goes wrong.

mod cancelled;
mod faults;
mod gathering;
mod histories;
