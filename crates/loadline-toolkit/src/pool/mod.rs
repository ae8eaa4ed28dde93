//! Connections that are handed out first come, first served, opened in the background, checked, retired, and accounted for.

mod manager;
mod statement;

pub use manager::Manager;
pub use statement::{LastStatement, Statement};
