//! `cargo xtask check`: the one gate that people and automation run alike.

mod gate;
mod steps;

pub(crate) use gate::{Options, run};
