//! What a script's user is besides its JavaScript: its phase, its tags, what is under way for it.

mod phase;
mod state;
mod user;

pub(crate) use phase::Phase;
pub(crate) use state::States;
pub(crate) use user::{Identity, Vu};
