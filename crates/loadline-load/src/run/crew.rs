//! The threads of a run: started together, made to wait for each other before the first second, and joined.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

use super::RunError;
use super::worker::{Part, Shared, work};
use crate::user::Scenario;

/// Parts a thread may be ahead of the coordinator.
const PARTS_MAX: usize = 16;

/// All threads of a run, as its coordinator sees them.
pub(super) struct Crew {
    threads: Vec<JoinHandle<io::Result<()>>>,
    ready: Receiver<()>,
    go: Vec<SyncSender<()>>,
    /// What they measure.
    pub(super) parts: Receiver<Part>,
}

/// Where a thread waits until all are ready.
pub(super) struct Meeting {
    ready: Sender<()>,
    go: Receiver<()>,
}

impl Meeting {
    /// Says that this thread is ready and waits until the run begins; false when it will not.
    pub(super) fn attend(self) -> bool {
        let Self { ready, go } = self;
        let _ = ready.send(());
        // Held any longer, it would hide from the coordinator that another thread died.
        drop(ready);
        go.recv().is_ok()
    }
}

impl Crew {
    /// Starts the threads, each of which gets ready and waits.
    pub(super) fn start<S: Scenario>(shared: &Arc<Shared<S>>) -> Result<Self, RunError> {
        let count = shared.test.threads;
        let (sender, parts) = sync_channel(PARTS_MAX * count);
        let (is_ready, ready) = channel();
        let (mut threads, mut go) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for index in 0..count {
            let (begin, begins) = sync_channel(1);
            let meeting = Meeting { ready: is_ready.clone(), go: begins };
            let (shared, sender) = (shared.clone(), sender.clone());
            let named = thread::Builder::new().name(format!("load-{index}"));
            threads.push(named.spawn(move || work(&shared, index, meeting, &sender))?);
            go.push(begin);
        }
        Ok(Self { threads, ready, go, parts })
    }

    /// Waits until every thread is ready; false when one of them died.
    pub(super) fn is_ready(&self) -> bool {
        self.go.iter().all(|_| self.ready.recv().is_ok())
    }

    /// Lets the threads begin.
    pub(super) fn begin(&self) {
        for go in &self.go {
            // A thread that died is noticed when it is joined.
            let _ = go.send(());
        }
    }

    /// Waits until every thread has ended; those that have not begun never will.
    pub(super) fn join(self) -> Result<(), RunError> {
        let Self { threads, ready, go, parts } = self;
        drop((ready, go, parts));
        let ended: Vec<_> = threads.into_iter().map(JoinHandle::join).collect();
        for thread in ended {
            thread.map_err(|_| RunError::ThreadDied)??;
        }
        Ok(())
    }
}
