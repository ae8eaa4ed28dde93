//! Packs: sets of objectives, tests and alerts that a service adopts with one line.
//!
//! Five are shipped, one for each guide; a pack file of one's own has the same form. Text comes in, plain
//! data goes out; which packs a service adopts, and fetching them, is the binary's affair.

mod change;
mod content;
mod read;
mod shipped;

pub use change::{Bound, Change};
pub use content::Pack;
pub use read::parse;
pub use shipped::{UnknownPack, all, find, names};

#[cfg(test)]
mod tests;
