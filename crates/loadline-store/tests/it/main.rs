//! The store from outside: runs that are written and read, files that are not stores, processes that
//! are killed, processes side by side, and files of earlier versions.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails right there")]

mod fixture;
mod foreign;
mod killed;
mod runs;
mod sample;
mod together;
