//! The user: one of the two doors of this crate (the other is [`crate::transport::Transport`]).
//!
//! The scheduler knows users only through these two traits. A flow of a YAML file is one kind of user; a
//! script is another. Nobody but the scheduler decides when an iteration starts.

use std::future::Future;
use std::rc::Rc;
use std::time::Instant;

use crate::run::Worker;

/// Makes users. One value serves all threads.
pub trait Scenario: Send + Sync + 'static {
    /// The kind of user it makes.
    type User: User;

    /// A new user on the thread of `worker`. `number` is unique in the run and counted from one.
    fn user(&self, number: u32, worker: &Rc<Worker>) -> Self::User;
}

/// One virtual user. It lives on one thread and does one thing at a time.
///
/// Any of the futures may be dropped at the hard end of a test; what was under way then is not counted.
pub trait User: 'static {
    /// Done once before the first iteration, such as a login. False when it failed: it is tried again.
    fn start(&mut self) -> impl Future<Output = bool>;

    /// One iteration; gives the moment it ended, which most users know without another look at the clock.
    fn iterate(&mut self, turn: Turn) -> impl Future<Output = Instant>;
}

/// What the scheduler tells a user about an iteration.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// The number of the user's iteration, counted from one.
    pub iteration: u64,
    /// The moment it starts, which is now.
    pub started: Instant,
    /// When the iteration was due, in open tests: its first request counts from there.
    pub intended: Option<Instant>,
}
