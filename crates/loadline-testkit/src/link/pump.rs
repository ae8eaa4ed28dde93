//! One connection of a link: bytes of either end are read as they come, kept as long as the orders say, and written to
//! the other.
//!
//! Deliberately not here: giving orders.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::server::{LinkMode, Open, Orders};

/// Bytes read at once.
const PIECE_BYTES: usize = 16 << 10;

/// Pieces kept in each direction; an end that sends more waits.
const PIECES_MAX: usize = 64;

/// What was read and when: bytes, or the end as an empty piece, or how reading failed.
type Piece = (Instant, io::Result<Vec<u8>>);

/// Serves a connection to its end. `open` is dropped when the client has left.
pub(super) async fn run(
    number: u64,
    mut client: TcpStream,
    target: SocketAddr,
    orders: watch::Receiver<Orders>,
    open: Open,
) -> io::Result<()> {
    let watcher = Watcher { number, orders };
    if watcher.mode() == LinkMode::Refuse {
        return client.set_zero_linger();
    }
    let pumped = pump(&mut client, target, &watcher, open);
    let has_failed = tokio::select! {
        pumped = pumped => pumped.is_err(),
        () = watcher.clone().until_reset() => true,
    };
    if has_failed { client.set_zero_linger() } else { Ok(()) }
}

/// Until both ends have closed their side, or one is broken.
async fn pump(
    client: &mut TcpStream,
    target: SocketAddr,
    watcher: &Watcher,
    open: Open,
) -> io::Result<()> {
    let (from_client, to_client) = client.split();
    let (there_tx, there) = mpsc::channel(PIECES_MAX);
    let (back_tx, back) = mpsc::channel(PIECES_MAX);
    let reading = async {
        read_pieces(from_client, there_tx).await;
        drop(open);
        Ok(())
    };
    let passing = async {
        watcher.clone().until_flowing().await;
        let mut server = TcpStream::connect(target).await?;
        server.set_nodelay(true)?;
        let (from_server, to_server) = server.split();
        let reading = async {
            read_pieces(from_server, back_tx).await;
            Ok(())
        };
        let there = write_pieces(there, to_server, watcher.clone(), None);
        let back = write_pieces(back, to_client, watcher.clone(), Some(Passed::default()));
        tokio::try_join!(reading, there, back).map(drop)
    };
    tokio::try_join!(reading, passing).map(drop)
}

/// Reads until the end or a failure, which is the last piece.
async fn read_pieces(mut from: impl AsyncRead + Unpin, pieces: mpsc::Sender<Piece>) {
    loop {
        let mut bytes = Vec::with_capacity(PIECE_BYTES);
        let read = from.read_buf(&mut bytes).await.map(|_| bytes);
        let is_last = read.as_ref().map_or(true, Vec::is_empty);
        if pieces.send((Instant::now(), read)).await.is_err() || is_last {
            return;
        }
    }
}

/// Writes pieces when the orders allow it, the end among them.
async fn write_pieces(
    mut pieces: mpsc::Receiver<Piece>,
    mut to: impl AsyncWrite + Unpin,
    mut watcher: Watcher,
    mut passed: Option<Passed>,
) -> io::Result<()> {
    while let Some((arrival, piece)) = pieces.recv().await {
        if let LinkMode::Delay(delay) = watcher.mode() {
            tokio::time::sleep_until(arrival + delay).await;
        }
        watcher.until_flowing().await;
        let mut bytes = piece?;
        if bytes.is_empty() {
            return to.shutdown().await;
        }
        let is_cut = passed.as_mut().is_some_and(|passed| passed.cut(watcher.mode(), &mut bytes));
        to.write_all(&bytes).await?;
        if is_cut {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
    }
    Ok(())
}

/// Bytes that have passed since the mode is what it is.
#[derive(Debug, Default)]
struct Passed {
    mode: Option<LinkMode>,
    bytes: u64,
}

impl Passed {
    /// Counts `bytes`, and shortens them to what may still pass; whether the connection ends with them.
    fn cut(&mut self, mode: LinkMode, bytes: &mut Vec<u8>) -> bool {
        if self.mode != Some(mode) {
            *self = Self { mode: Some(mode), bytes: 0 };
        }
        let LinkMode::CutAfter(allowed) = mode else { return false };
        let left = allowed.saturating_sub(self.bytes);
        bytes.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        self.bytes += bytes.len() as u64;
        self.bytes >= allowed
    }
}

/// One connection's look at the orders.
#[derive(Debug, Clone)]
struct Watcher {
    number: u64,
    orders: watch::Receiver<Orders>,
}

impl Watcher {
    fn mode(&self) -> LinkMode {
        self.orders.borrow().mode
    }

    /// Until bytes may pass; never, once the connection was silenced.
    async fn until_flowing(&mut self) {
        let number = self.number;
        self.until(|orders| orders.mode != LinkMode::Freeze && orders.silent_up_to < number).await;
    }

    async fn until_reset(mut self) {
        let number = self.number;
        self.until(|orders| orders.reset_up_to >= number).await;
    }

    async fn until(&mut self, is_so: impl Fn(&Orders) -> bool) {
        if self.orders.wait_for(is_so).await.is_err() {
            // The link is gone, and its connections are about to be.
            std::future::pending::<()>().await;
        }
    }
}
