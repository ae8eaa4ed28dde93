//! The reference service: a small shop with one endpoint for each class of work.
//!
//! It exists so that a load test has something real to drive: an HTTP service on a real database,
//! with logins, joins, full-text search, bulk writes, uploads, a WebSocket and a stream of events. [`start`] brings it up on a free
//! port with its own temporary database, [`Faults`] makes it misbehave in a way that is known to
//! the millisecond, and [`SCENARIO_YAML`] is a ready scenario that visits every class.
//!
//! | class    | endpoints                                                      |
//! |----------|----------------------------------------------------------------|
//! | health   | `GET /health`, `GET /ready`, `GET /metrics`                    |
//! | simple   | `GET /items/{id}`, `GET /users/me`                             |
//! | complex  | `GET /items`, `GET /orders/{id}`                               |
//! | mutation | `POST /auth/login`, `PUT /users/me`, `POST /orders`            |
//! | bulk     | `POST /items/bulk`                                             |
//! | upload   | `POST /uploads`                                                |
//! | search   | `GET /items/search`                                            |
//! | stays    | `GET /live` (WebSocket), `GET /events` (server-sent events)    |
//!
//! A request passes, from the outside in: the metrics layer, the fault layer (when there are
//! faults), the router, one handler, and one job on a database thread.
//!
//! Deliberately not here: a `main`, a log, and anything secret. This is a demonstration: the key
//! that signs tokens and the password of every user stand in the source.

mod api_error;
mod credentials;
mod database;
mod error;
mod extract;
mod faults;
mod metrics;
mod prices;
mod router;
mod routes;
mod scenario;
mod server;
mod state;

pub use database::DatabaseError;
pub use error::ShopError;
pub use faults::{FaultError, Faults, Latency, Stall};
pub use scenario::SCENARIO_YAML;
pub use server::{Shop, ShopOptions, start};
