//! The machine: CPU, memory, disks and links, from `/proc` and `/sys`.
//!
//! Within a container that has limits of its own, the container stands for the machine: CPU and memory are
//! its accounts and shares of its limits.

mod accounts;
mod collector;

pub(crate) use accounts::{cpu_time, memory};
pub(crate) use collector::open;

#[cfg(test)]
mod tests;
