//! Against real, private PostgreSQL servers. One binary; each file is one subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails right there")]

mod encrypted;
mod index_choice;
mod n_plus_one;
mod pgbench;
mod pgbouncer;
mod prove;
mod rules;
mod runtime;
mod session;
mod session_endpoints;
mod statements;
