//! What a PostgreSQL server tells, read and made into findings: statistics of statements and tables, plans, logs,
//! the choice of indexes. Windows and findings go out; nothing on the server is changed unless that was asked for.
//!
//! `session` is the only way to the server: read-only, with time limits on every statement. `statements`, `index`,
//! `plan` and `log` each read one source; `rules` are the pieces of advice, one file each, in one list.

pub mod index;
pub mod log;
pub mod n_plus_one;
pub mod plan;
pub mod rules;
pub mod session;
pub mod statements;
