//! A user that follows a flow.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use super::act::run_acts;
use super::bench::{Begin, Bench};
use super::feed::Rows;
use super::once::Given;
use super::plan::{Plan, Task};
use crate::run::Worker;
use crate::transport::Transport;
use crate::user::{Turn, User};

/// One user with what it has saved and its connections.
pub struct FlowUser<T> {
    plan: Arc<Plan>,
    bench: Bench<T>,
    started: bool,
    /// The task of the next iteration, drawn when the user was asked whether it can do one.
    task: usize,
}

impl<T: Transport> FlowUser<T> {
    pub(super) fn new(plan: Arc<Plan>, number: u32, worker: Rc<Worker>, transport: T) -> Self {
        if let Some(timeout) = plan.timeout_min {
            worker.network.expect_timeout(timeout);
        }
        let rows = Rows::new(plan.feeds.clone());
        let bench = Bench::new(plan.clone(), number, rows, worker, transport);
        Self { plan, bench, started: false, task: 0 }
    }

    /// The same user, who knows these values already.
    pub(super) fn knowing(self, given: &Given) -> Self {
        self.bench.give(given);
        self
    }
}

impl<T: Transport + 'static> User for FlowUser<T> {
    async fn start(&mut self) -> bool {
        let begin = Begin { now: Instant::now(), due: None };
        self.started = run_acts(&self.plan.start.acts, &mut self.bench, begin).await.succeeded;
        self.started
    }

    /// Draws the next iteration's task and the rows it uses.
    fn has_more(&mut self) -> bool {
        if let ([only], true) = (&self.plan.tasks[..], self.started)
            && only.feeds.is_empty()
        {
            return true;
        }
        let mut random = self.bench.worker.random();
        let values = &mut self.bench.memory.borrow_mut().values;
        if !self.started {
            // A start that is tried again keeps its rows.
            return values.rows.draw_missing(&self.plan.start.feeds, values.user, &mut random);
        }
        self.task = draw(&self.plan, &mut random);
        let feeds = self.plan.tasks.get(self.task).map_or(&[][..], |task| &task.feeds);
        values.rows.draw(feeds, values.user, &mut random)
    }

    async fn iterate(&mut self, turn: Turn) -> Instant {
        self.bench.memory.borrow_mut().values.iteration = turn.iteration;
        let acts = self.plan.tasks.get(self.task).map_or(&[][..], |task| &task.acts);
        let begin = Begin { now: turn.started, due: turn.intended };
        run_acts(acts, &mut self.bench, begin).await.at
    }

    async fn stop(&mut self) {
        let Task { acts, feeds, .. } = &self.plan.stop;
        if acts.is_empty() {
            return;
        }
        {
            let values = &mut self.bench.memory.borrow_mut().values;
            values.rows.draw_missing(feeds, values.user, &mut self.bench.worker.random());
        }
        run_acts(acts, &mut self.bench, Begin { now: Instant::now(), due: None }).await;
    }
}

/// The place of one of the tasks, by weight.
fn draw(plan: &Plan, random: &mut fastrand::Rng) -> usize {
    if plan.tasks.len() <= 1 {
        return 0;
    }
    let mut drawn = random.u32(0..plan.weight_total.max(1));
    for (place, task) in plan.tasks.iter().enumerate() {
        if drawn < task.weight {
            return place;
        }
        drawn -= task.weight;
    }
    0
}
