//! A script as a scenario of a load test: makes its users on the threads that drive them.

use std::rc::Rc;
use std::sync::Arc;

use loadline_core::Window;
use loadline_load::{Scenario, Worker};

use crate::metrics::{MetricId, Meters, TagsId};
use crate::script::Code;
use crate::user::ScriptUser;
use crate::vu::Identity;

/// The users of a script; its setup has been done.
pub struct ScriptScenario {
    code: Arc<Code>,
    /// What the setup measured, handed to the run's first window.
    before: std::sync::Mutex<Option<Window>>,
}

impl ScriptScenario {
    pub(crate) fn new(code: Arc<Code>, before: Window) -> Self {
        Self { code, before: std::sync::Mutex::new(Some(before)) }
    }
}

impl Scenario for ScriptScenario {
    type User = ScriptUser;

    fn user(&self, load: usize, number: u32, worker: &Rc<Worker>) -> ScriptUser {
        let scenarios = &self.code.settings().scenarios;
        let before = scenarios.get(load).map_or(0, |scenario| scenario.users_before);
        let identity = Identity { number: before + number, load };
        ScriptUser::new(self.code.clone(), identity, worker.clone())
    }

    fn prepares(&self) -> bool {
        true
    }

    fn before_start(&self) -> Window {
        self.code.start(std::time::Instant::now());
        let mut before = self.before.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        before.take().unwrap_or_default()
    }

    fn counts_iterations(&self) -> bool {
        self.code.tallies()
    }

    fn dropped(&self, load: usize, iterations: u64, worker: &Rc<Worker>) {
        let meters = Meters::of(worker, &self.code);
        let settings = self.code.settings();
        let mut tags = TagsId::default();
        if let Some(scenario) = settings.scenarios.get(load).filter(|_| settings.tagging.scenario) {
            tags = meters.with(tags, "scenario", &scenario.name);
        }
        meters.add(MetricId::DROPPED_ITERATIONS, tags, iterations as f64);
    }

    fn counts_own(&self) -> bool {
        true
    }
}
