//! What the peer does, and the frames that do it.

use super::frames::{
    CONTINUATION, DATA, END_HEADERS, GOAWAY, HEADERS, PING, SETTINGS, answer, frame, goaway, reset,
    setting,
};

/// Frames in one piece of a flood.
const FLOOD_FRAMES: usize = 500;

/// What an [`Http2Peer`](super::Http2Peer) does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Http2Act {
    /// Answers each with status 200 and the body `ok`.
    Answer,
    /// Answers, and allows so many streams at once.
    AnswerFew {
        /// `SETTINGS_MAX_CONCURRENT_STREAMS`.
        streams: u32,
    },
    /// Answers so many requests on each connection and says GOAWAY with the last one; later ones are passed
    /// over.
    GoAwayAfter {
        /// Answers on each connection.
        answers: u64,
    },
    /// Says GOAWAY before any request.
    GoAwayAtOnce,
    /// Says that each request has begun, then GOAWAY with an error, and closes.
    GoAwayMidStream,
    /// Refuses so many requests as not begun, then answers.
    Refuse {
        /// Requests refused on all connections together.
        requests: u64,
    },
    /// Resets each stream with an internal error.
    Reset,
    /// Resets the stream that is over, again and again.
    ResetFlood,
    /// Sends settings again and again.
    SettingsFlood,
    /// Sends pings again and again.
    PingFlood,
    /// Answers with a head of 200 KiB.
    HugeHead,
    /// Begins a head and never ends it.
    EndlessContinuation,
    /// Asks for a table of 4 GiB, and answers with a block that makes the client's as large.
    HugeTable,
    /// Allows not one byte of a request's body.
    ZeroWindow,
    /// Sends a frame that breaks the rules.
    BadFrame,
    /// Sends half an answer and closes.
    CloseMidBody,
    /// Reads and says nothing but its settings.
    NeverAnswers,
}

impl Http2Act {
    /// What is said before any request.
    pub(super) fn greeting(self) -> Vec<u8> {
        match self {
            Self::AnswerFew { streams } => setting(3, streams),
            Self::GoAwayAtOnce => [frame(SETTINGS, 0, 0, &[]), goaway(0)].concat(),
            Self::HugeTable => setting(1, u32::MAX),
            Self::ZeroWindow => setting(4, 0),
            _ => frame(SETTINGS, 0, 0, &[]),
        }
    }

    /// What is said to a request: the `number`-th on its connection and the `total`-th of all.
    pub(super) fn said_to(self, stream: u32, number: u64, total: u64) -> Vec<u8> {
        let head = frame(HEADERS, END_HEADERS, stream, &[0x88]);
        match self {
            Self::Answer | Self::AnswerFew { .. } => answer(stream),
            Self::GoAwayAfter { answers } if number < answers => answer(stream),
            Self::GoAwayAfter { answers } if number == answers => {
                [answer(stream), goaway(stream)].concat()
            }
            Self::Refuse { requests } if total <= requests => reset(stream, 7),
            Self::Refuse { .. } => answer(stream),
            Self::Reset => reset(stream, 2),
            Self::ResetFlood => answer(stream),
            Self::GoAwayMidStream => {
                let goaway = [stream.to_be_bytes(), 2_u32.to_be_bytes()].concat();
                [head, frame(GOAWAY, 0, 0, &goaway)].concat()
            }
            Self::HugeHead => huge_head(stream),
            Self::EndlessContinuation => frame(HEADERS, 0, stream, &[0x88]),
            // A new size of 2^28 bytes, and then the status.
            Self::HugeTable => {
                frame(HEADERS, END_HEADERS, stream, &[0x3f, 0xe1, 0xff, 0xff, 0x7f, 0x88])
            }
            Self::BadFrame => frame(DATA, 0, 0, b"data belongs to a stream"),
            Self::CloseMidBody => [head, frame(DATA, 0, stream, b"half")].concat(),
            _ => Vec::new(),
        }
    }

    /// What is said without end once a request has come.
    pub(super) fn flood(self) -> Option<Vec<u8>> {
        let one = match self {
            Self::ResetFlood => reset(1, 8),
            Self::SettingsFlood => frame(SETTINGS, 0, 0, &[]),
            Self::PingFlood => frame(PING, 0, 0, &[0; 8]),
            Self::EndlessContinuation => frame(CONTINUATION, 0, 1, &[0; 100]),
            _ => return None,
        };
        Some(one.repeat(FLOOD_FRAMES))
    }

    /// Whether the connection is closed after what was said to a request.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::GoAwayMidStream | Self::CloseMidBody)
    }
}

/// Status 200 and a field of 200 KiB, over as many frames as that takes.
fn huge_head(stream: u32) -> Vec<u8> {
    // A name of one byte, and a value whose length is 127 + 204,673.
    let field = [&b"\x88\x00\x01a\x7f\x81\xbf\x0c"[..], &[b'v'; 204_800]].concat();
    let pieces = field.chunks(16_000);
    let last = pieces.len() - 1;
    let piece = |(place, payload): (usize, &[u8])| {
        let kind = if place == 0 { HEADERS } else { CONTINUATION };
        frame(kind, if place == last { END_HEADERS } else { 0 }, stream, payload)
    };
    pieces.enumerate().flat_map(piece).collect()
}
