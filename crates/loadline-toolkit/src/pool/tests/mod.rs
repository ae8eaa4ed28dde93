//! The pool on a paused clock: what it promises, what it does when its manager misbehaves, and what it says.

mod cancel;
mod failures;
mod handing;
mod model;
mod pools;
mod server;
mod upkeep;
mod verdicts;

use pools::{MS, SECOND, plain, settle};
