//! The router over fake servers on a paused clock: what it knows is what the fakes said, and no time passes but by
//! waiting.

mod fake;
mod parts;
mod routes;
