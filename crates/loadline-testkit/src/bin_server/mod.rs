//! A server that shows what it was sent and does what its path says: cookies, redirects, statuses, delays,
//! coded bodies, authentication. For tests of clients that do as people do.
//!
//! The paths are those that tests of other tools use, so that their examples run against it unchanged.
//! Deliberately not here: requests without a length.

mod answer;
mod auth;
mod form;
mod http2;
mod pages;
mod request;
mod routes;
mod server;

pub use server::BinServer;
