//! The list of misbehaviours. What each of them writes is in `act`.

use std::time::Duration;

/// What a [`MisbehavingServer`](super::MisbehavingServer) does wrong. Unless said otherwise it
/// happens in answer to each request that has been read in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misbehaviour {
    /// Answers 4 KiB of bytes that are not HTTP, then closes.
    Garbage,
    /// Declares a body of 1,000 bytes, sends 100 and closes with FIN.
    CloseMidBody,
    /// Declares a body of 1,000 bytes, sends 100 and closes with RST.
    ResetMidBody,
    /// Closes with RST as soon as the connection is accepted.
    ResetOnAccept,
    /// Sends header fields without end, up to 1 GiB.
    EndlessHeaders,
    /// Sends chunks without end, up to 1 GiB.
    EndlessBody,
    /// Declares one length and sends another, and keeps the connection open. With more declared
    /// than sent the client waits; with less it finds bytes that belong to no answer.
    WrongContentLength {
        /// The declared length of the body.
        declared_bytes: usize,
        /// The true length of the body.
        sent_bytes: usize,
    },
    /// Accepts and reads for ever, never writes.
    NeverAnswers,
    /// Never accepts: its backlog is full, so that connecting hangs until the client gives up.
    NeverAccepts,
    /// A correct answer, one byte at a time.
    SlowDrip {
        /// The pause before each byte, in effect whole milliseconds.
        byte_every: Duration,
    },
    /// A chunk whose size is not a hexadecimal number.
    BadChunkSize,
    /// Both `content-length` and `transfer-encoding: chunked`, which disagree.
    ConflictingLengths,
    /// 1,000 times `100 Continue`, then a correct answer.
    ManyInterim,
    /// A correct answer with a body of this many zero bytes, really sent.
    Bomb {
        /// The declared and true length of the body.
        body_bytes: u64,
    },
    /// Correct answers; the last of them announces `connection: close` and is followed by FIN.
    CloseAfter {
        /// Answers per connection.
        answers: u64,
    },
    /// Correct answers, then FIN without notice, which races with the next request.
    DropAfter {
        /// Answers per connection.
        answers: u64,
    },
}
