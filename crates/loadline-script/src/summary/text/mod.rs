//! The summary as text, line by line as k6 prints it.
//!
//! Two layouts: the one of today, compact or with every scenario and group, and the one before k6 1.0. Both
//! set metrics with `table`.

mod checks;
mod compact;
mod ink;
mod legacy;
mod mode;
mod section;
mod table;
mod thresholds;
