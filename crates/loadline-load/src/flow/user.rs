//! A user that follows a flow.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use super::fill::Values;
use super::plan::{Plan, Step};
use super::step::{Begin, Bench, End, run_step};
use crate::record::LabelId;
use crate::run::Worker;
use crate::transport::Transport;
use crate::user::{Turn, User};

/// One user with what it has saved and its connections.
pub struct FlowUser<T> {
    plan: Arc<Plan>,
    bench: Bench<T>,
}

impl<T: Transport> FlowUser<T> {
    pub(super) fn new(plan: Arc<Plan>, number: u32, worker: Rc<Worker>, transport: T) -> Self {
        let labels: Vec<LabelId> = {
            let mut recorder = worker.recorder();
            plan.steps().map(|step| recorder.label(&step.label)).collect()
        };
        let values = Values { user: number, iteration: 0, saved: vec![None; plan.slots] };
        let bench = Bench { worker, transport, values, labels, buffer: Vec::new() };
        Self { plan, bench }
    }
}

impl<T: Transport + 'static> User for FlowUser<T> {
    async fn start(&mut self) -> bool {
        let begin = Begin { now: Instant::now(), due: None };
        run_steps(&self.plan.start, &mut self.bench, begin).await.succeeded
    }

    async fn iterate(&mut self, turn: Turn) -> Instant {
        self.bench.values.iteration = turn.iteration;
        let steps = draw(&self.plan, &self.bench.worker);
        let begin = Begin { now: turn.started, due: turn.intended };
        run_steps(steps, &mut self.bench, begin).await.at
    }
}

/// One of the tasks, by weight.
fn draw<'a>(plan: &'a Plan, worker: &Worker) -> &'a [Step] {
    if let [only] = &plan.tasks[..] {
        return &only.steps;
    }
    let mut drawn = worker.random().u32(0..plan.weight_total.max(1));
    for task in &plan.tasks {
        if drawn < task.weight {
            return &task.steps;
        }
        drawn -= task.weight;
    }
    &[]
}

/// Runs steps until one fails; later ones may need what it should have brought. The first one counts from
/// the moment it was due, each later one from the end of the one before.
async fn run_steps<T: Transport>(steps: &[Step], bench: &mut Bench<T>, mut begin: Begin) -> End {
    let mut end = End { succeeded: true, at: begin.now };
    for step in steps {
        end = run_step(step, bench, begin).await;
        if !end.succeeded {
            break;
        }
        begin = Begin { now: end.at, due: begin.due.map(|_| end.at) };
    }
    end
}
