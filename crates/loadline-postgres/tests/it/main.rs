//! Against real, private PostgreSQL servers. One binary; each file is one subject.

mod pgbench;
mod rules;
mod runtime;
mod session;
mod statements;
