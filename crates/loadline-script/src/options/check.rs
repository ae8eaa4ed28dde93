//! What a scenario cannot be: without users, without time, with more users than iterations.
//!
//! Consolidated options come in; missing keys and unknown ones were found when they were read.

use std::time::Duration;

use super::duration;
use super::error::OptionsError;
use super::model::Options;
use super::scenario::{Executor, Scenario, Stage};

/// The shortest time a scenario can take.
const LENGTH_MIN: Duration = Duration::from_secs(1);
/// The most users one scenario can have; the engine has no more.
const USERS_MAX: u64 = loadline_core::traffic::USERS_MAX as u64;

/// Checks each scenario.
pub(super) fn check(options: &Options) -> Result<(), OptionsError> {
    let scenarios = options.scenarios.iter().flatten();
    scenarios.map(|(name, scenario)| Subject { name, scenario }).try_for_each(Subject::check)
}

#[derive(Clone, Copy)]
struct Subject<'a> {
    name: &'a str,
    scenario: &'a Scenario,
}

impl Subject<'_> {
    fn wrong(self, key: &str, message: impl Into<String>) -> OptionsError {
        let path = format!("scenarios.{}.{key}", self.name);
        let steps =
            ["scenarios", self.name, key].map(|key| super::error::Step::Key(key.to_owned()));
        OptionsError { steps: steps.to_vec(), ..OptionsError::of(path, message, "") }
    }

    fn check(self) -> Result<(), OptionsError> {
        match &self.scenario.executor {
            Executor::SharedIterations { vus, iterations, max_duration } => {
                self.users("vus", *vus)?;
                let (users, iterations) = (vus.unwrap_or(1), iterations.unwrap_or(1));
                if iterations < users {
                    let message = format!("{iterations} iterations are fewer than {users} users");
                    return Err(self.wrong("iterations", message));
                }
                self.long_enough("maxDuration", *max_duration)
            }
            Executor::PerVuIterations { vus, max_duration, .. } => {
                self.users("vus", *vus)?;
                self.long_enough("maxDuration", *max_duration)
            }
            Executor::ConstantVus { vus, duration } => {
                self.users("vus", *vus)?;
                self.long_enough("duration", *duration)
            }
            Executor::RampingVus { start_vus, stages, .. } => self.ramping(*start_vus, stages),
            Executor::ConstantArrivalRate { duration, pre_allocated_vus, max_vus, .. } => {
                self.long_enough("duration", *duration)?;
                self.pool(*pre_allocated_vus, *max_vus)
            }
            Executor::RampingArrivalRate { pre_allocated_vus, max_vus, .. } => {
                self.pool(*pre_allocated_vus, *max_vus)
            }
        }
    }

    fn users(self, key: &str, users: Option<u64>) -> Result<(), OptionsError> {
        match users {
            Some(0) => Err(self.wrong(key, "expected at least 1, found 0")),
            Some(users) => self.not_too_many(key, users),
            None => Ok(()),
        }
    }

    fn not_too_many(self, key: &str, users: u64) -> Result<(), OptionsError> {
        if users <= USERS_MAX {
            return Ok(());
        }
        Err(self.wrong(key, format!("expected at most {USERS_MAX}, found {users}")))
    }

    fn long_enough(self, key: &str, length: Option<Duration>) -> Result<(), OptionsError> {
        match length {
            Some(length) if length < LENGTH_MIN => {
                let length = duration::print(length);
                Err(self.wrong(key, format!("expected at least 1s, found {length}")))
            }
            _ => Ok(()),
        }
    }

    fn ramping(self, start: Option<u64>, stages: &[Stage]) -> Result<(), OptionsError> {
        let most = stages.iter().map(|stage| stage.target).chain([start.unwrap_or(1)]).max();
        match most {
            Some(0) | None => Err(self.wrong("stages", "there are no users at any time")),
            Some(most) => self.not_too_many("stages", most),
        }
    }

    fn pool(self, prepared: Option<u64>, most: Option<u64>) -> Result<(), OptionsError> {
        let prepared = prepared.unwrap_or_default();
        let most = most.unwrap_or(prepared);
        if most < prepared {
            let message = format!("expected at least `preAllocatedVUs`, {prepared}, found {most}");
            return Err(self.wrong("maxVUs", message));
        }
        if most == 0 {
            return Err(self.wrong("maxVUs", "expected at least 1 user, found none"));
        }
        self.not_too_many("maxVUs", most)
    }
}

/// Checks that each scenario runs a function that the script exports.
///
/// # Errors
/// When one does not, naming it.
pub fn check_functions(
    options: &Options,
    is_exported: impl Fn(&str) -> bool,
) -> Result<(), OptionsError> {
    let mut subjects =
        options.scenarios.iter().flatten().map(|(name, scenario)| Subject { name, scenario });
    let missing = subjects.find(|subject| !is_exported(subject.scenario.exec()));
    missing.map_or(Ok(()), |subject| {
        let message = format!("the script exports no function `{}`", subject.scenario.exec());
        Err(subject.wrong("exec", message))
    })
}
