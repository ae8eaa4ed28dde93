//! Server-sent events: the format `text/event-stream` of the HTML standard, read as it arrives.
//!
//! Pieces of a body come in, events go out. Comments and unknown fields are passed over, as the standard has
//! it; an event is bounded in size, and nothing is kept of one that was handed out.

mod parser;

pub use parser::{Event, EventError, EventParser};

#[cfg(test)]
mod tests;
