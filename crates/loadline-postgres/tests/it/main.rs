//! Against real, private PostgreSQL servers. One binary; each file is one subject.

mod runtime;
mod session;
