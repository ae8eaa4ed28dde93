//! A gRPC server with known answers: a guide to places with one method of each kind, calls that show what they
//! were sent, health, and reflection. What it offers is said in `proto/playground.proto`, from which reflection
//! answers too.
//!
//! The frames are five bytes and a message, so they are written here over an HTTP/2 library.
//! Deliberately not here: compression, and messages above a megabyte.

mod call;
mod guide;
mod health;
mod messages;
mod mirror;
mod reflection;
mod server;

pub use server::GrpcServer;
