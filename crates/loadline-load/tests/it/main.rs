//! The engine from outside: real runs, most of them shorter than two seconds, against servers whose truth
//! is known. What is asserted is counted, or follows from the clock in one direction; nothing here depends
//! on how fast the machine is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails right there")]

mod acts;
mod arrivals;
mod bodies;
mod client_certificates;
mod closed;
mod connections;
mod errors;
mod event_streams;
mod executors;
mod figures;
mod flows;
mod hand_written;
mod http2;
mod http2_errors;
mod identity;
mod prepared;
mod proxy;
mod redirects;
mod resolve;
mod run;
mod side_by_side;
mod source_addresses;
mod stop;
mod tls;
mod unix_sockets;
mod websockets;
mod windows;
