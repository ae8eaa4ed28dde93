//! The engine: a QuickJS runtime per user in a coroutine, entered only from that coroutine.

mod native;

pub(crate) use native::{function, throw};
