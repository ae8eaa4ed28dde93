//! A small HTTP service on PostgreSQL whose faults are known: one endpoint sends a statement for each row it lists (N+1),
//! its neighbours do not, each for a reason of its own that looks alike from outside. In come requests on kept-alive
//! connections; out go counts of rows, the true number of statements by endpoint, and spans where they are asked for.
//!
//! | endpoint | what it sends |
//! | --- | --- |
//! | `/orders?limit=n` | a list, then each order's customer: **n + 1** |
//! | `/orders-eager?limit=n` | the same list, then all customers at once |
//! | `/order?id=n` | one order and its customer, whose statement is also the first endpoint's |
//! | `/dashboard` | six different statements |
//! | `/products?limit=n` | a list, then the price of each product that is not in the cache |
//! | `/settings?limit=n` | a list, then twelve settings one by one, however long the list is |
//! | `/search?text=t` | one statement |
//!
//! Deliberately not here: the server itself (`postgres`), and whoever sends the requests.

mod connections;
mod counts;
mod data;
mod routes;
mod service;
mod spans;
mod statements;

pub use counts::EndpointCounts;
pub use service::{OrdersOptions, OrdersService};
