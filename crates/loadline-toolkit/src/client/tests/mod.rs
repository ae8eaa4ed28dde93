//! The client against sockets of 127.0.0.1 whose other end behaves as badly as it is told. The clock is the real one,
//! since waiting sockets and a paused clock do not go together; no test looks at how long anything took.

mod calls;
mod clients;
mod faults;
mod peer;
mod words;

use clients::{builder, client, three_tries};
