//! `cargo xtask bench …`: Loadline measured on this machine, beside its rivals where there are any. The
//! target is one nginx worker pinned to core 0, the tool is pinned to core 1. One file per bench.

mod command_line;
mod http2;
mod limits;
mod load;
mod loadline;
mod loadline_json;
mod memory;
mod nginx;
mod open;
mod postgres;
mod postgres_log;
mod postgres_watch;
mod process;
mod ratio;
mod resident;
mod rivals;
mod rounds;
mod script;
mod script_memory;
mod script_tools;
mod script_truth;
mod script_users;
mod sink;
mod summary_export;
mod toolkit;
mod upload;
mod users;
mod websocket;

pub(crate) use command_line::{Bench, run};
