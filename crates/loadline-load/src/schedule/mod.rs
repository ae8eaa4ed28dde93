//! Schedules: when which user is at work, when which arrival is due. Pure functions of time.

mod arrivals;
mod users;

pub(crate) use arrivals::{Arrivals, Dealt};
pub(crate) use users::UserSteps;

#[cfg(test)]
mod tests;
