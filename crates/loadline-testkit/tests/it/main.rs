//! Tests of the test servers themselves, driven by plain blocking sockets. No wall-clock time is
//! asserted but lower bounds, which hold however busy the machine is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails right there")]

mod bin_server;
mod canned;
mod law;
mod law_server;
mod link;
mod misbehaving;
mod nginx;
mod orders_service;
mod playground;
mod postgres;
mod proxy;
mod queue_server;
mod redis;
mod sample;
mod stall;
mod tls;
mod websocket;
mod wire;
