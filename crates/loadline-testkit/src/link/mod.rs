//! A TCP wire to a server that goes bad on command: it freezes, delays, cuts, resets, turns newcomers away, or lets the
//! connections it has go dead without a word. In come bytes and orders; out go the bytes, unless ordered otherwise, and
//! the number of connections.
//!
//! Deliberately not here: any protocol (`proxy` speaks HTTP), and lost or reordered packets: TCP hides those.

mod pump;
mod server;

pub use server::{Link, LinkCounts, LinkMode};
