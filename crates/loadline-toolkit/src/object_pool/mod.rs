//! Objects that are dear to make and can be used again: made up to a bound, handed out first come, first served, reset.

mod waiters;

#[cfg(feature = "pool")]
pub(crate) use waiters::{Ticket, Waiters};
