//! Shedding: the mistakes of a configuration, the gate, the queue, the simulated overload and the contract of tower.

mod config;
mod door;
mod gate;
mod layer;
mod overload;
mod queue;
#[cfg_attr(
    feature = "adaptive",
    expect(clippy::duplicate_mod, reason = "either part is tested without the other, too")
)]
#[path = "../../adaptive/tests/simulation.rs"]
mod simulation;

use super::{CallError, ConfigError, Gate, Queue, Shed, ShedBuilder, ShedLayer};
