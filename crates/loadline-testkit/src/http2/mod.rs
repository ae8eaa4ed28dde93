//! A peer that speaks HTTP/2 without TLS from fixed frames, well or badly, on command. In comes an
//! [`Http2Act`]; out goes a listening address and what was seen there.
//!
//! Deliberately not here: reading header blocks (every request is answered alike), TLS (a real nginx has
//! that), and the name a client ought to give to each failure.

mod act;
mod frames;
mod peer;

pub use act::Http2Act;
pub use peer::Http2Peer;
