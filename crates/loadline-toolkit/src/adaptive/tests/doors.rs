//! Doors of the simulation that let in by a limit, one that moves or one that stands. What they are made of comes from the
//! module above, so that the example can use them, too.

use super::{
    Algorithm, Bounds, Guard, Limiter, Sample,
    simulation::{Door, Job},
};
use std::{collections::HashMap, sync::Arc};

/// Lets in what the limiter lets in; the rest is refused at once.
#[derive(Debug)]
pub(crate) struct Limited {
    limiter: Arc<Limiter>,
    inside: HashMap<u64, Guard>,
}

/// A limit that does not move.
#[derive(Debug)]
pub(crate) struct Fixed(pub(crate) usize);

impl Limited {
    pub(crate) fn new(algorithm: impl Algorithm + 'static, initial: usize) -> Self {
        let builder = Limiter::builder().algorithm(algorithm).limits(1, 10_000).initial(initial);
        Self { limiter: builder.build().expect("a sound limiter"), inside: HashMap::new() }
    }
}

impl Door for Limited {
    fn arrive(&mut self, job: Job) -> Option<Job> {
        let guard = self.limiter.try_acquire().ok()?;
        self.inside.insert(job.number, guard);
        Some(job)
    }

    fn next(&mut self) -> Option<Job> {
        None
    }

    fn done(&mut self, job: Job) {
        self.inside.remove(&job.number).expect("it was let in").success();
    }
}

impl Algorithm for Fixed {
    fn update(&mut self, _sample: &Sample, _bounds: Bounds) -> usize {
        self.0
    }
}
