//! The connection's state against frames written by hand.

mod answers;
mod bounds;
mod calls;
mod cuts;
mod peer;
mod sending;
