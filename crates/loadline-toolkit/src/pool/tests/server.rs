//! A server that behaves as told: well, badly, not at all. It counts what is open at any moment and what was opened.

use crate::pool::{LastStatement, Manager};
use std::{
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::time::sleep;

/// What a method does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    Well,
    After(Duration),
    Fail,
    FailForGood,
    Hang,
    Panic,
}

/// The server and its manager in one; clones are the same server.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) connect: Arc<Mutex<Does>>,
    pub(super) check: Arc<Mutex<Does>>,
    /// `None`: nothing is to be reset.
    pub(super) reset: Arc<Mutex<Option<Does>>>,
    pub(super) close: Arc<Mutex<Does>>,
    pub(super) broken_panics: Arc<AtomicBool>,
    pub(super) counts: Arc<Counts>,
}

#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) attempts: AtomicUsize,
    pub(super) opened: AtomicUsize,
    pub(super) alive: AtomicUsize,
    pub(super) alive_max: AtomicUsize,
    pub(super) checked: AtomicUsize,
    pub(super) closed_politely: AtomicUsize,
}

#[derive(Debug)]
pub(super) struct Conn {
    pub(super) id: usize,
    pub(super) is_broken: bool,
    pub(super) resets: usize,
    counts: Arc<Counts>,
}

#[derive(Debug, thiserror::Error)]
#[error("the server said no")]
pub(super) struct Refused {
    is_transient: bool,
}

impl Server {
    pub(super) fn new() -> Self {
        Self {
            connect: Arc::new(Mutex::new(Does::Well)),
            check: Arc::new(Mutex::new(Does::Well)),
            reset: Arc::new(Mutex::new(None)),
            close: Arc::new(Mutex::new(Does::Well)),
            broken_panics: Arc::default(),
            counts: Arc::default(),
        }
    }

    pub(super) fn connecting(does: Does) -> Self {
        let server = Self::new();
        server.connects(does);
        server
    }

    pub(super) fn connects(&self, does: Does) {
        *self.connect.lock().expect("no test panics with it") = does;
    }

    pub(super) fn checks(&self, does: Does) {
        *self.check.lock().expect("no test panics with it") = does;
    }

    pub(super) fn resets(&self, does: Does) {
        *self.reset.lock().expect("no test panics with it") = Some(does);
    }

    pub(super) fn closes(&self, does: Does) {
        *self.close.lock().expect("no test panics with it") = does;
    }

    pub(super) fn alive(&self) -> usize {
        self.counts.alive.load(Ordering::SeqCst)
    }

    pub(super) fn alive_max(&self) -> usize {
        self.counts.alive_max.load(Ordering::SeqCst)
    }

    pub(super) fn opened(&self) -> usize {
        self.counts.opened.load(Ordering::SeqCst)
    }

    pub(super) fn attempts(&self) -> usize {
        self.counts.attempts.load(Ordering::SeqCst)
    }
}

async fn act(does: Does) -> Result<(), Refused> {
    match does {
        Does::Well => Ok(()),
        Does::After(time) => {
            sleep(time).await;
            Ok(())
        }
        Does::Fail => Err(Refused { is_transient: true }),
        Does::FailForGood => Err(Refused { is_transient: false }),
        Does::Hang => pending().await,
        Does::Panic => panic!("planted"),
    }
}

impl Manager for Server {
    type Conn = Conn;
    type Error = Refused;

    async fn connect(&self) -> Result<Conn, Refused> {
        let does = *self.connect.lock().expect("no test panics with it");
        self.counts.attempts.fetch_add(1, Ordering::SeqCst);
        act(does).await?;
        let alive = self.counts.alive.fetch_add(1, Ordering::SeqCst) + 1;
        self.counts.alive_max.fetch_max(alive, Ordering::SeqCst);
        let id = self.counts.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Conn { id, is_broken: false, resets: 0, counts: Arc::clone(&self.counts) })
    }

    async fn check(&self, _conn: &mut Conn) -> Result<(), Refused> {
        let does = *self.check.lock().expect("no test panics with it");
        self.counts.checked.fetch_add(1, Ordering::SeqCst);
        act(does).await
    }

    async fn reset(&self, conn: &mut Conn) -> Result<(), Refused> {
        let does = *self.reset.lock().expect("no test panics with it");
        act(does.expect("asked only where something is to be reset")).await?;
        conn.resets += 1;
        Ok(())
    }

    fn needs_reset(&self, _conn: &Conn) -> bool {
        self.reset.lock().expect("no test panics with it").is_some()
    }

    fn is_broken(&self, conn: &Conn) -> bool {
        assert!(!self.broken_panics.load(Ordering::SeqCst), "planted");
        conn.is_broken
    }

    fn is_transient(&self, error: &Refused) -> bool {
        error.is_transient
    }

    fn last_statement(&self, _conn: &Conn) -> Option<LastStatement> {
        None
    }

    async fn close(&self, conn: Conn) {
        let does = *self.close.lock().expect("no test panics with it");
        let _ = act(does).await;
        self.counts.closed_politely.fetch_add(1, Ordering::SeqCst);
        drop(conn);
    }
}

impl Drop for Conn {
    fn drop(&mut self) {
        self.counts.alive.fetch_sub(1, Ordering::SeqCst);
    }
}
