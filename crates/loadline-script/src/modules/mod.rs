//! What scripts can import: one file or folder a module, one ordered list of all of them.

mod builtin;
pub(crate) mod crypto;
mod data;
pub(crate) mod encoding;
mod execution;
mod execution_vu;
mod experimental;
mod grpc;
mod html;
mod http;
pub(crate) mod input;
mod k6;
mod known_checks;
mod metrics;
pub(crate) mod opaque;
mod registry;
mod secrets;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod timers;
mod ws;
mod x509;

pub(crate) use builtin::{Builtin, Member, Support};
pub(crate) use http::async_request;
pub(crate) use registry::MODULES;
