//! The closing summary: what a person reads in the terminal when a run has ended.
//!
//! A report goes in, lines of at most a hundred columns come out: verdicts first, then whether the figures can
//! be trusted, then the tables. Colour is the caller's choice and only ever repeats what a sign or word says.
//! The live view during a run is not here.

mod advice;
mod generator;
mod head;
pub(crate) mod ink;
mod levels;
mod objectives;
mod requests;
mod streams;
mod summary;
mod table;
mod trust;

pub(crate) use summary::render;
pub use summary::{Look, summary};
