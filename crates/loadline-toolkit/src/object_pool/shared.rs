//! What an object pool's handles and guards have in common: the objects that lie ready, the queue, and the count of
//! objects that exist. The caller's closures run outside the lock; an object's place is counted before it is made.

use super::{ObjectPoolError, config::ObjectPoolBuilder, waiters::Waiters};
use crate::{panics::caught, telemetry::Histogram};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Waker,
};
use tokio::time::Instant;

/// An object pool, without its handles.
pub(super) struct Shared<T> {
    pub(super) settings: ObjectPoolBuilder<T>,
    pub(super) waits: Histogram,
    state: Mutex<State<T>>,
}

/// All that the lock guards.
#[derive(Debug)]
pub(super) struct State<T> {
    pub(super) ready: Vec<T>,
    /// Objects that exist or are being made: those that are not ready are out.
    pub(super) made: usize,
    /// The most that were out at once.
    pub(super) held_peak: usize,
    pub(super) waiters: Waiters<Instant, Handed<T>>,
    pub(super) timed_out: u64,
    pub(super) refused: u64,
    pub(super) dropped: u64,
    pub(super) is_closed: bool,
}

/// What a caller is handed.
#[derive(Debug)]
pub(super) enum Handed<T> {
    Object(T),
    /// A place: the caller makes the object itself.
    Place,
    Closed,
}

/// The place of an object that is being made; dropped without the object, it goes to the next in the queue.
struct Making<'a, T: Send + 'static> {
    shared: &'a Shared<T>,
    is_made: bool,
}

impl<T: Send + 'static> Shared<T> {
    pub(super) fn new(settings: ObjectPoolBuilder<T>) -> Self {
        let state = State {
            ready: Vec::with_capacity(settings.config.precreated),
            made: 0,
            held_peak: 0,
            waiters: Waiters::new(),
            timed_out: 0,
            refused: 0,
            dropped: 0,
            is_closed: false,
        };
        Self { settings, waits: Histogram::new(), state: Mutex::new(state) }
    }

    /// Makes what is wanted beforehand; the error is the creator's panic.
    pub(super) fn precreate(&self) -> Result<(), String> {
        for _ in 0..self.settings.config.precreated {
            let object = caught(&self.settings.create)?;
            let mut state = self.lock();
            state.made += 1;
            state.ready.push(object);
        }
        Ok(())
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a caller can have at once: an object, or a place to make one.
    pub(super) fn take(&self, state: &mut State<T>) -> Option<Handed<T>> {
        if state.is_closed {
            return Some(Handed::Closed);
        }
        if !state.waiters.is_empty() {
            return None;
        }
        let handed = match state.ready.pop() {
            Some(object) => Handed::Object(object),
            None if state.made < self.settings.config.max => {
                state.made += 1;
                Handed::Place
            }
            None => return None,
        };
        state.held_peak = state.held_peak.max(state.made - state.ready.len());
        Some(handed)
    }

    /// The object itself, made now where only a place was handed over.
    pub(super) fn object(&self, handed: Handed<T>) -> Result<T, ObjectPoolError> {
        match handed {
            Handed::Object(object) => Ok(object),
            Handed::Closed => Err(ObjectPoolError::Closed),
            Handed::Place => {
                let mut making = Making { shared: self, is_made: false };
                let object = caught(&self.settings.create)
                    .map_err(|message| ObjectPoolError::CreatorPanicked { message })?;
                making.is_made = true;
                Ok(object)
            }
        }
    }

    /// Takes back an object from its holder: reset, and dropped where that panics or the holder did.
    pub(super) fn release(&self, mut object: T) {
        let reset = &self.settings.reset;
        let is_lost = std::thread::panicking()
            || reset.as_ref().is_some_and(|reset| caught(|| reset(&mut object)).is_err());
        if is_lost {
            let _ = caught(|| drop(object));
            return self.free_place();
        }
        self.hand_on(Handed::Object(object));
    }

    /// An object is gone: the next in the queue may make another.
    pub(super) fn free_place(&self) {
        self.hand_on(Handed::Place);
    }

    /// Gives what came free to the first in the queue, or puts it where it belongs.
    pub(super) fn hand_on(&self, handed: Handed<T>) {
        let mut state = self.lock();
        let since = state.waiters.first().copied();
        let waker = match state.waiters.serve(handed) {
            Ok(waker) => waker,
            Err(Handed::Object(object)) if !state.is_closed => return state.ready.push(object),
            Err(unwanted) => {
                state.made -= usize::from(!matches!(unwanted, Handed::Closed));
                state.dropped += u64::from(!matches!(unwanted, Handed::Closed));
                drop(state);
                let _ = caught(|| drop(unwanted));
                return;
            }
        };
        drop(state);
        if let Some(since) = since {
            self.waits.record(since.elapsed());
        }
        waker.wake();
    }

    /// Refuses everybody from now on and drops what lies ready.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let wakers = state.waiters.serve_where(|_| true, || Handed::Closed);
        let ready = std::mem::take(&mut state.ready);
        state.made -= ready.len();
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
        for object in ready {
            let _ = caught(|| drop(object));
        }
    }
}

impl<T: Send + 'static> Drop for Making<'_, T> {
    fn drop(&mut self) {
        if !self.is_made {
            self.shared.free_place();
        }
    }
}

/// What handles and guards hold.
pub(super) type Pool<T> = Arc<Shared<T>>;
