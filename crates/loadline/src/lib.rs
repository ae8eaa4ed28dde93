//! The `loadline` binary: command line, exit codes, and nothing that computes.
//!
//! Arguments and files come in; a plan is made of them, run, judged, written and printed. This crate is the
//! only place that prints, exits and reads the environment; every figure it shows comes from below.

mod cli;
mod commands;
mod exit;
mod failure;
mod live;
mod output;
mod plan;
mod session;
mod topics;

pub use cli::main;
