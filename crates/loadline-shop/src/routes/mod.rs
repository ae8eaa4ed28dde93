//! The endpoints, one file per group. Each file holds its wire shapes, its handlers and a function
//! `routes` that `router.rs` lists. Deliberately not here: SQL (`database/`).

pub(crate) mod auth;
pub(crate) mod bulk;
pub(crate) mod health;
pub(crate) mod items;
pub(crate) mod live;
pub(crate) mod metrics;
pub(crate) mod orders;
pub(crate) mod search;
pub(crate) mod uploads;
pub(crate) mod users;
