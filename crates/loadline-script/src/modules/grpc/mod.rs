//! `k6/net/grpc`: calls of one message and of many, from `.proto` files, sets of descriptors, or what the server
//! itself describes.
//!
//! `client.js` has the classes, `client` the functions behind them. `descriptors` and `reflect` know what can be
//! called; `read` and `write` turn protobuf's JSON into messages and back; `channel`, `conversation`, `unary`
//! and `stream` are calls on the wire.

mod channel;
mod client;
mod conversation;
mod descriptors;
mod health;
mod module;
mod params;
mod read;
mod reflect;
mod status;
mod stream;
mod token;
mod unary;
mod write;

pub(crate) use module::Grpc;

#[cfg(test)]
mod tests;
