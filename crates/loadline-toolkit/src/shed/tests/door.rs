//! A door of the simulation that keeps requests in a queue until a worker has nothing to do, and sheds what waits too long.
//! What it is made of comes from the module above, so that the example can use it, too.

use super::{
    Queue, ShedBuilder,
    simulation::{Door, Job},
};

/// A queue with the defaults.
#[derive(Debug)]
pub(crate) struct Shedding(Queue<Job>);

impl Shedding {
    pub(crate) fn new(newest_first: bool) -> Self {
        let builder = ShedBuilder::new().newest_first(newest_first).len_max(10_000);
        Self(builder.build_queue(|_job: Job, _why| {}).expect("a sound queue"))
    }
}

impl Door for Shedding {
    fn arrive(&mut self, job: Job) -> Option<Job> {
        self.0.push(job).expect("room for ten thousand");
        None
    }

    fn next(&mut self) -> Option<Job> {
        self.0.try_pop()
    }

    fn done(&mut self, _job: Job) {}
}
