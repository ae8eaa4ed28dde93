//! The user: one of the two doors of this crate (the other is [`crate::transport::Transport`]).
//!
//! The scheduler knows users only through these two traits. A flow of a YAML file is one kind of user; a
//! script is another. Nobody but the scheduler decides when an iteration starts.

use std::future::Future;
use std::rc::Rc;
use std::time::{Duration, Instant};

use loadline_core::Window;

use crate::missed::Missed;
use crate::run::Worker;

/// Makes users. One value serves all threads and all loads of a run.
pub trait Scenario: Send + Sync + 'static {
    /// The kind of user it makes.
    type User: User;

    /// A new user of one of the run's loads, counted from zero, on the thread of `worker`. `number` is unique
    /// within its load and counted from one.
    fn user(&self, load: usize, number: u32, worker: &Rc<Worker>) -> Self::User;

    /// Whether users are made before the run begins: those of a closed load at its peak, and as many of an open
    /// one as it has prepared. The first second begins when all threads have made theirs; a user that is sent
    /// away is kept, and is the one that comes back.
    fn prepares(&self) -> bool {
        false
    }

    /// Called once on the thread that runs the test, when the users made beforehand exist and before the first
    /// of them works. What it measured is counted in the run's first window.
    fn before_start(&self) -> Window {
        Window::default()
    }

    /// Whether [`Turn::in_load`] is wanted, which costs all users of a load an atomic.
    fn counts_iterations(&self) -> bool {
        false
    }

    /// Whether the users count their finished iterations and their time themselves, with tags of their own.
    fn counts_own(&self) -> bool {
        false
    }

    /// Counts iterations of a load that should have begun and never will, on the thread of `worker`: arrivals
    /// dropped at once, and what is left of a number of iterations when their time is over.
    fn dropped(&self, load: usize, iterations: u64, worker: &Rc<Worker>) {
        let _ = load;
        worker.recorder().iterations_dropped(iterations);
    }

    /// What a reader of the result has to know of how the run went, once it is over.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// One virtual user. It lives on one thread and does one thing at a time.
///
/// Any of the futures may be dropped at the hard end of a test; what was under way then is not counted.
pub trait User: 'static {
    /// Done once before the first iteration, such as a login. False when it failed: it is tried again.
    fn start(&mut self) -> impl Future<Output = bool>;

    /// Whether it can do another iteration; asked before each one, its start included. A user that cannot
    /// leaves: its rows of data have run out.
    fn has_more(&mut self) -> bool {
        true
    }

    /// One iteration; gives the moment it ended, which most users know without another look at the clock.
    fn iterate(&mut self, turn: Turn) -> impl Future<Output = Instant>;

    /// Done once before it leaves, such as a logout, unless its start failed; it is given up after
    /// [`STOP_TIME_MAX`].
    fn stop(&mut self) -> impl Future<Output = ()> {
        std::future::ready(())
    }
}

/// The longest time a user takes to leave.
pub const STOP_TIME_MAX: Duration = Duration::from_secs(10);

/// Lets a user leave within [`STOP_TIME_MAX`].
pub(crate) async fn leave(user: &mut impl User) {
    // One that has not left by then is dropped, its connections with it.
    let _ = tokio::time::timeout(STOP_TIME_MAX, user.stop()).await;
}

/// What the scheduler tells a user about an iteration.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The number of the user's iteration, counted from one.
    pub iteration: u64,
    /// The number of the iteration among all that its load has begun, counted from one; zero unless the
    /// scenario [counts them](Scenario::counts_iterations).
    pub in_load: u64,
    /// The moment it starts, which is now.
    pub started: Instant,
    /// When the iteration was due, in open tests: its first request counts from there.
    pub intended: Option<Instant>,
    /// The arrivals it stands for besides its own: those that were [dropped](crate::OnBusy::Drop) since the
    /// one served before it. Nobody measured them, and none of them would have been served sooner.
    pub stands_for: Option<Rc<Missed>>,
}
