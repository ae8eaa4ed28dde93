//! `loadline db`: from a connection string to findings. One file per subcommand, listed in
//! `command.rs`; `server.rs` holds the arguments that reach a
//! server, `out.rs`, `html.rs` and `table.rs` how answers are written.

mod check;
mod command;
mod config;
mod explain;
mod html;
mod indexes;
mod judge;
mod log;
mod machine;
mod out;
mod server;
mod slow;
mod spans;
mod table;
mod tables;
mod watch;

pub(crate) use command::{Args, run};
