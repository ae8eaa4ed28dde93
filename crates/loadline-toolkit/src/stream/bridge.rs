//! An asynchronous input as a reader on another thread: the task that has the input sends what it reads, a bounded
//! number of pieces ahead; the reader takes them where it blocks.

use std::{
    future::poll_fn,
    io::{self, Read},
    pin::{Pin, pin},
    task::{Poll, ready},
};
use tokio::{
    io::{AsyncRead, ReadBuf},
    sync::{
        Notify,
        mpsc::{Receiver, Sender, channel},
    },
};

/// Bytes in a piece, and pieces ahead.
const PIECE: usize = 128 * 1024;
const AHEAD: usize = 4;

/// Both sides of a bridge.
pub(super) fn bridge() -> (Pump, Pieces) {
    let (pieces, receiver) = channel(AHEAD);
    (Pump { pieces }, Pieces { pieces: receiver, piece: Vec::new(), at: 0, is_at_end: false })
}

/// The side of the input.
pub(super) struct Pump {
    /// A piece without bytes is the end of the input.
    pieces: Sender<io::Result<Vec<u8>>>,
}

impl Pump {
    /// Sends the input to its end or its error, or until nobody reads any more or the stream is over.
    pub(super) async fn run(self, mut input: impl AsyncRead + Unpin, ended_early: &Notify) {
        let mut ended_early = pin!(ended_early.notified());
        loop {
            let mut piece = pin!(read(&mut input));
            let piece = poll_fn(|cx| match ended_early.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => piece.as_mut().poll(cx).map(Some),
            });
            let Some(piece) = piece.await else {
                return;
            };
            let is_last = piece.as_ref().map_or(true, Vec::is_empty);
            if self.pieces.send(piece).await.is_err() || is_last {
                return;
            }
        }
    }
}

async fn read(input: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut piece = vec![0; PIECE];
    let count = poll_fn(|cx| {
        let mut space = ReadBuf::new(&mut piece);
        ready!(Pin::new(&mut *input).poll_read(cx, &mut space))?;
        Poll::Ready(Ok::<_, io::Error>(space.filled().len()))
    });
    let count = count.await?;
    piece.truncate(count);
    Ok(piece)
}

/// The side of the reader.
pub(super) struct Pieces {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    at: usize,
    is_at_end: bool,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() && !self.is_at_end {
            self.piece = self
                .pieces
                .blocking_recv()
                .unwrap_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()))?;
            self.at = 0;
            self.is_at_end = self.piece.is_empty();
        }
        let left = &self.piece[self.at..];
        let count = left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.at += count;
        Ok(count)
    }
}
