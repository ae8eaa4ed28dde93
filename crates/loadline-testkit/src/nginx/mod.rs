//! A private, real nginx for tests that need the real thing: one worker, in a temporary folder, on
//! a free loopback port, gone when dropped. In comes what it is to answer; out goes its URL and
//! the worker's process id, which can be stopped and continued.
//!
//! Deliberately not here: installing nginx. If it is missing, that is an error that says so.

mod master;
mod server;

pub use server::{Nginx, NginxOptions};
