//! Private, real PostgreSQL: a cluster in a temporary folder on a free loopback port, replicas that stream from it, and a
//! PgBouncer before it.
//! In come settings and orders to stop, kill, restart and pause; out go its URL and what it answers. Everything is
//! gone when the handle is dropped. `LOADLINE_POSTGRES` names the programs of another version (`programs`).
//!
//! Deliberately not here: installing PostgreSQL (a missing one is an error that names the package), and clients: a test
//! brings the one it tests, and [`Cluster::sql`] runs the few statements around it.

mod backup;
mod cluster;
mod options;
mod pgbouncer;
mod postmaster;
mod programs;
mod replica;

pub use cluster::Cluster;
pub use options::{ClusterOptions, StopMode};
pub use pgbouncer::PgBouncer;
pub use replica::Replica;
