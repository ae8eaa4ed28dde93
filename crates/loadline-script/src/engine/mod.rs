//! The engine: a QuickJS runtime per user in a coroutine, entered only from that coroutine.
//!
//! `bytecode` compiles a program once; `machine` makes a user's runtime from it and does what the user is
//! told; `fiber` lets native functions wait for futures; `events` is the loop behind promises and timers.
//! `stack` and `heap` keep thousands of users small.

mod bytecode;
mod error;
mod events;
mod fiber;
mod heap;
mod intrinsics;
mod loader;
mod machine;
mod native;
mod stack;

pub(crate) use bytecode::Bytecode;
pub(crate) use error::ScriptError;
pub(crate) use events::{Events, Handle};
pub(crate) use fiber::{Fiber, Link};
pub(crate) use intrinsics::Needs;
pub(crate) use machine::{Outcome, Work, caller, evaluated, live, load_module};
pub(crate) use native::{function, keep_lent, throw, throw_uncatchable};

#[cfg(test)]
mod tests;
