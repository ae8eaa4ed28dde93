//! The toolkit against real servers: PostgreSQL, a streaming replica, Redis, SQLite, and a wire that goes bad on
//! command. Where a server is not installed its tests say so and pass, unless `LOADLINE_REQUIRE` names it.

#![expect(clippy::print_stderr, reason = "measured times are told, not asserted")]

mod limiter_redis;
mod outages;
mod postgres;
mod redis;
mod replicas;
mod sqlite;
mod verdicts;
mod wait;
