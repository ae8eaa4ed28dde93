//! A script as a scenario of a load test: makes its users on the threads that drive them.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use loadline_core::Window;
use loadline_load::{Scenario, Worker};

use crate::metrics::{Meters, MetricId, TagsId};
use crate::script::{Code, LogLevel, LogSource};
use crate::settings::ScenarioSettings;
use crate::user::ScriptUser;
use crate::vu::Identity;

/// The users of a script; its setup has been done.
pub struct ScriptScenario {
    code: Arc<Code>,
    /// What the setup measured, handed to the run's first window.
    before: std::sync::Mutex<Option<Window>>,
    /// One for each load.
    hiring: Vec<Hiring>,
}

/// How many users a load has, as far as they are too few.
#[derive(Default)]
struct Hiring {
    made: AtomicU32,
    has_warned: AtomicBool,
}

impl ScriptScenario {
    pub(crate) fn new(code: Arc<Code>, before: Window) -> Self {
        let hiring = code.settings().scenarios.iter().map(|_| Hiring::default()).collect();
        Self { code, before: std::sync::Mutex::new(Some(before)), hiring }
    }

    /// Warns once that arrivals find no free user although there are as many as there may be.
    fn warn_of_few_users(&self, load: usize, settings: &ScenarioSettings) {
        let Some(hiring) = self.hiring.get(load) else { return };
        let made = hiring.made.load(Ordering::Relaxed);
        let is_full = settings.users_max.is_some_and(|users_max| made >= users_max);
        if is_full && !hiring.has_warned.swap(true, Ordering::Relaxed) {
            let message = format!(
                "Insufficient VUs, reached {made} active VUs and cannot initialize more; scenario {}",
                settings.name
            );
            self.code.host.log(LogLevel::Warning, &message, LogSource::Engine);
        }
    }
}

impl Scenario for ScriptScenario {
    type User = ScriptUser;

    fn user(&self, load: usize, number: u32, worker: &Rc<Worker>) -> ScriptUser {
        let scenarios = &self.code.settings().scenarios;
        let before = scenarios.get(load).map_or(0, |scenario| scenario.users_before);
        if let Some(hiring) = self.hiring.get(load) {
            hiring.made.fetch_add(1, Ordering::Relaxed);
        }
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
        if let Some(scenario) = settings.scenarios.get(load) {
            self.warn_of_few_users(load, scenario);
        }
        if let Some(scenario) = settings.scenarios.get(load).filter(|_| settings.tagging.scenario) {
            tags = meters.with(tags, "scenario", &scenario.name);
        }
        meters.add(MetricId::DROPPED_ITERATIONS, tags, iterations as f64);
    }

    fn counts_own(&self) -> bool {
        true
    }
}
