//! N+1 on a real server: the service of orders under load.

mod log;
mod mixed;

// The same run as the measurement's.
#[path = "../../../examples/n_plus_one/load.rs"]
mod load;
#[path = "../../../examples/n_plus_one/run.rs"]
mod run;
