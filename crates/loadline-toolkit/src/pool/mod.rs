//! Connections that are handed out first come, first served, opened in the background, checked, retired, and accounted for.

pub mod adapters;
mod manager;
mod statement;

pub use manager::Manager;
pub use statement::{LastStatement, Statement};
