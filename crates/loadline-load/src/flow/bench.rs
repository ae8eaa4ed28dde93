//! What a user works with, and the little it keeps between its requests.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use super::feed::Rows;
use super::fill::{Draws, Values};
use super::once::Given;
use super::plan::Plan;
use crate::cookie::Jar;
use crate::digest::Challenges;
use crate::message::Piece;
use crate::record::LabelId;
use crate::run::Worker;
use crate::transport::Transport;

/// What a user works with. Requests side by side each have a bench of their own with the same memory.
pub(super) struct Bench<T> {
    pub(super) plan: Arc<Plan>,
    pub(super) worker: Rc<Worker>,
    pub(super) transport: T,
    /// Not to be borrowed across a wait.
    pub(super) memory: Rc<RefCell<Memory>>,
    pub(super) labels: Rc<[LabelId]>,
    pub(super) letter: Letter,
    /// Kept for the next requests side by side: their connections are open.
    pub(super) siblings: Vec<Bench<T>>,
}

/// What a user remembers.
pub(super) struct Memory {
    pub(super) values: Values,
    pub(super) jar: Jar,
    pub(super) challenges: Challenges,
}

/// A request as it is written; reused for the next one.
#[derive(Debug, Default)]
pub(super) struct Letter {
    pub(super) written: Vec<u8>,
    pub(super) pieces: Vec<Piece>,
}

/// When a step begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begin {
    /// The moment it begins, which is now.
    pub(super) now: Instant,
    /// The moment it should have begun, in open tests.
    pub(super) due: Option<Instant>,
}

impl Begin {
    /// When a request that begins so should have started, where that can differ from when it did. Where users
    /// share connections, waiting for one is part of the response time too.
    pub(super) fn intended(self, worker: &Worker) -> Option<Instant> {
        self.due.or_else(|| worker.shares_connections().then_some(self.now))
    }

    /// What comes next begins where this ended.
    pub(super) fn after(self, end: Instant) -> Self {
        Self { now: end, due: self.due.map(|_| end) }
    }
}

/// How and when something ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) succeeded: bool,
    pub(super) at: Instant,
}

impl<T: Transport> Bench<T> {
    pub(super) fn new(
        plan: Arc<Plan>,
        user: u32,
        rows: Rows,
        worker: Rc<Worker>,
        transport: T,
    ) -> Self {
        let labels = {
            let mut recorder = worker.recorder();
            plan.labels.iter().map(|label| recorder.label(label)).collect()
        };
        let values = Values { user, iteration: 0, saved: vec![None; plan.slots.len()], rows };
        let memory = Memory { values, jar: Jar::default(), challenges: Challenges::default() };
        let memory = Rc::new(RefCell::new(memory));
        Self {
            plan,
            worker,
            transport,
            memory,
            labels,
            letter: Letter::default(),
            siblings: Vec::new(),
        }
    }

    /// Gives the user values that it then knows as if it had saved them.
    pub(super) fn give(&self, given: &Given) {
        let saved = &mut self.memory.borrow_mut().values.saved;
        for (slot, name) in saved.iter_mut().zip(&self.plan.slots) {
            if let Some(value) = given.get(name) {
                *slot = Some(value.clone());
            }
        }
    }

    /// Everything the user has saved.
    pub(super) fn saved(&self) -> Given {
        let saved = &self.memory.borrow().values.saved;
        let named = self.plan.slots.iter().zip(saved);
        named.filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect()
    }

    /// A bench for the same user, to be used at the same time.
    pub(super) fn sibling(&self) -> Self {
        Self {
            plan: self.plan.clone(),
            worker: self.worker.clone(),
            transport: self.transport.sibling(),
            memory: self.memory.clone(),
            labels: self.labels.clone(),
            letter: Letter::default(),
            siblings: Vec::new(),
        }
    }

    /// Calls `fill` with the user's values and what is drawn anew.
    pub(super) fn with_values<R>(&self, fill: impl FnOnce(&Values, &mut Draws<'_>) -> R) -> R {
        let memory = self.memory.borrow();
        let random = &mut *self.worker.random();
        fill(&memory.values, &mut Draws { random, count: &|| self.worker.count() })
    }
}
