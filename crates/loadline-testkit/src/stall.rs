//! Stopping a server for a while, as SIGSTOP would: its thread is blocked, so nothing is accepted,
//! read or answered, while the kernel goes on to take connections and bytes in. In comes a command
//! from the test; out goes a guard that ends the stall.
//!
//! Deliberately not here: which server it is; any runtime can run [`Stalls::run`].

use std::marker::PhantomData;
use std::sync::mpsc as blocking;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

/// A stall ends after this time even if its guard was forgotten.
const STALL_MAX: Duration = Duration::from_secs(600);

/// Stalls that may wait for the one before them; more are refused by a panic.
const WAITING_MAX: usize = 64;

/// A server that is stalled until this is dropped. It must go before the server does.
#[derive(Debug)]
#[must_use = "the stall ends when this is dropped"]
pub struct Stall<'server> {
    since: Instant,
    _release: blocking::Sender<()>,
    _server: PhantomData<&'server ()>,
}

impl Stall<'_> {
    /// The instant from which nothing was read or answered any more.
    #[must_use]
    pub fn since(&self) -> Instant {
        self.since
    }
}

/// The test's side: gives commands.
#[derive(Debug)]
pub(crate) struct Stalls {
    commands: mpsc::Sender<Command>,
    /// Held by the server, so that a timed stall ends early when the server is dropped.
    timed: Mutex<Option<blocking::Sender<()>>>,
}

/// The server's side: obeys them.
#[derive(Debug)]
pub(crate) struct StallCommands(mpsc::Receiver<Command>);

#[derive(Debug)]
struct Command {
    at_most: Duration,
    begun: blocking::Sender<Instant>,
    /// Disconnected when the stall is to end.
    release: blocking::Receiver<()>,
}

impl Stalls {
    pub(crate) fn new() -> (Self, StallCommands) {
        let (commands, obeyed) = mpsc::channel(WAITING_MAX);
        (Self { commands, timed: Mutex::new(None) }, StallCommands(obeyed))
    }

    /// Stalls until the guard is dropped. Returns once the server stands still.
    pub(crate) fn stall(&self) -> Stall<'_> {
        let (release, since) = self.begin(STALL_MAX);
        Stall { since, _release: release, _server: PhantomData }
    }

    /// Stalls for a time, and returns the instant from which the server stood still.
    pub(crate) fn stall_for(&self, time: Duration) -> Instant {
        // Held while the stall begins: the one it replaces is over by then.
        let mut timed = self.timed.lock().unwrap_or_else(PoisonError::into_inner);
        let (release, since) = self.begin(time.min(STALL_MAX));
        *timed = Some(release);
        since
    }

    fn begin(&self, at_most: Duration) -> (blocking::Sender<()>, Instant) {
        let (begun_tx, begun_rx) = blocking::channel();
        let (release_tx, release_rx) = blocking::channel();
        self.commands
            .try_send(Command { at_most, begun: begun_tx, release: release_rx })
            .expect("the server runs, and fewer stalls are waiting than it takes");
        let since = begun_rx.recv().expect("the server runs as long as its handle");
        (release_tx, since)
    }
}

impl StallCommands {
    /// Blocks the runtime's thread at each command.
    pub(crate) async fn run(mut self) {
        while let Some(command) = self.0.recv().await {
            let _ = command.begun.send(Instant::now());
            let _ = command.release.recv_timeout(command.at_most);
        }
    }
}
