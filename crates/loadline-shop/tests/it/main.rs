//! The shop from outside: each test starts a real one on a free port and talks HTTP to it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails right there")]

mod bulk;
mod client;
mod health;
mod items;
mod lifecycle;
mod live;
mod metrics;
mod orders;
mod scenario;
mod uploads;
mod users;
