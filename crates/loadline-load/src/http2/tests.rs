//! The connection's state against frames written by hand.

mod answers;
mod bounds;
mod cuts;
mod peer;
mod sending;
