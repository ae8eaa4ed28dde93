//! From what EXPLAIN printed to a plan. Tables of psql, its line continuations and lines of a server's log around a
//! plan are taken off.

mod json;
mod plain;
mod text;
mod title;

pub use plain::{plans_in, read_plan};

#[cfg(test)]
mod tests;
