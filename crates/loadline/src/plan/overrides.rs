//! The figures of a test that the command line replaces.

use loadline_core::file::{Load, Test};
use loadline_core::traffic::{Spacing, Stage, Think, Traffic};
use loadline_core::{Objective, Rate, Span};

use crate::failure::Failure;

/// How long a test takes when nothing says so.
const LENGTH_DEFAULT: Span = Span::from_secs(30);
/// Users of a test when nothing says so.
const USERS_DEFAULT: u32 = 10;
/// The longest time for a number of iterations when nothing says so, as in k6.
const ITERATIONS_LENGTH_DEFAULT: Span = Span::from_secs(600);

/// What the command line says about traffic.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overrides {
    pub(crate) users: Option<u32>,
    pub(crate) rate: Option<Rate>,
    pub(crate) length: Option<Span>,
    pub(crate) iterations: Option<u64>,
    pub(crate) iterations_each: Option<u64>,
    pub(crate) burst: Option<u32>,
    pub(crate) poisson: bool,
    pub(crate) think: Option<Think>,
    pub(crate) scale: Option<f64>,
    pub(crate) warm_up: Option<Span>,
    /// Given up as well when one of these becomes true.
    pub(crate) abort: Vec<Objective>,
}

impl Overrides {
    /// Whether it describes traffic by itself.
    pub(crate) fn names_traffic(&self) -> bool {
        self.users.is_some()
            || self.rate.is_some()
            || self.iterations.is_some()
            || self.iterations_each.is_some()
            || self.burst.is_some()
    }

    /// Whether its figures go together.
    fn check(&self) -> Result<(), Failure> {
        if self.users.is_some() && (self.rate.is_some() || self.burst.is_some()) {
            let other = if self.rate.is_some() { "--rate" } else { "--burst" };
            let message = format!("`--users` and `{other}` exclude each other");
            let hint =
                "a rate and a burst bring their own users; `--max-users` bounds those of a rate";
            return Err(Failure::usage(message, hint));
        }
        Ok(())
    }

    /// The traffic it describes by itself, defaults filled in.
    pub(crate) fn traffic(&self) -> Result<Traffic, Failure> {
        self.check()?;
        let users = self.users.unwrap_or(USERS_DEFAULT);
        let length = self.length.unwrap_or(LENGTH_DEFAULT);
        let max = self.length.unwrap_or(ITERATIONS_LENGTH_DEFAULT);
        let spacing = if self.poisson { Spacing::Poisson } else { Spacing::Even };
        let traffic = match (self.rate, self.iterations, self.iterations_each, self.burst) {
            (None, None, None, None) => Traffic::constant_users(users, length)?,
            (Some(rate), None, None, None) => Traffic::constant_rate(rate, length, spacing)?,
            (None, Some(iterations), None, None) => {
                let users = self.users.unwrap_or_else(|| iterations.clamp(1, 10) as u32);
                Traffic::SharedIterations { users, iterations, max }.checked()?
            }
            (None, None, Some(iterations), None) => {
                let users = self.users.unwrap_or(1);
                Traffic::IterationsEach { users, iterations, max }.checked()?
            }
            (None, None, None, Some(users)) => Traffic::Burst { users, max }.checked()?,
            _ => {
                let hint = "choose one of `--users`, `--rate`, `--iterations`, `--iterations-each`, `--burst`";
                return Err(Failure::usage("these kinds of traffic exclude each other", hint));
            }
        };
        self.in_its_length(traffic)
    }

    /// A named test with its figures replaced. Of several loads side by side only the lengths can be scaled: a
    /// single figure would not say which of them it means.
    pub(crate) fn adjusted(&self, mut test: Test) -> Result<Test, Failure> {
        self.check()?;
        let has_several = test.loads.len() > 1;
        if has_several && (self.names_traffic() || self.length.is_some() || self.poisson) {
            let message = format!("the test `{}` drives several loads", test.name);
            let hint = "change their figures in the file; `--scale` shortens all of them";
            return Err(Failure::usage(message, hint));
        }
        for load in &mut test.loads {
            load.traffic = self.adjust(load.traffic.clone())?;
        }
        Ok(self.finished(test))
    }

    /// A test with what the command line says besides its traffic.
    pub(crate) fn finished(&self, mut test: Test) -> Test {
        let scaled = |span: Span| self.scale.map_or(span, |factor| span.scaled(factor));
        test.loads.iter_mut().for_each(|load: &mut Load| load.after = scaled(load.after));
        test.warm_up = self.warm_up.or(test.warm_up.map(scaled));
        test.abort.extend(self.abort.iter().cloned());
        test
    }

    /// Traffic with its peak, its length and its scale replaced.
    fn adjust(&self, traffic: Traffic) -> Result<Traffic, Failure> {
        let adjusted = match (traffic, self.users, self.rate) {
            (Traffic::Users(stages), users, None) => {
                let stages = self.reshape(stages, users.map(f64::from));
                Traffic::Users(stages.into_iter().map(whole_users).collect())
            }
            (Traffic::Rate { stages, spacing }, None, rate) => {
                let spacing = if self.poisson { Spacing::Poisson } else { spacing };
                let stages = self.reshape(stages, rate.map(Rate::as_per_second));
                Traffic::Rate { stages, spacing }
            }
            (_, Some(_), Some(_)) | (Traffic::Users(_), None, Some(_)) => return self.traffic(),
            (Traffic::Rate { .. }, Some(_), None) => return self.traffic(),
            (other, None, None) if self.length.is_none() => other,
            _ => return self.traffic(),
        };
        self.in_its_length(adjusted)
    }

    /// Stages of the same shape with another peak and another length.
    fn reshape(&self, stages: Vec<Stage>, peak: Option<f64>) -> Vec<Stage> {
        let old_peak = loadline_core::traffic::peak_of(&stages);
        let old_length = loadline_core::traffic::length_of(&stages).as_secs_f64();
        let height = peak.map_or(1.0, |peak| peak / old_peak);
        let width = self.length.map_or(1.0, |length| length.as_secs_f64() / old_length);
        let reshaped = |stage: Stage| Stage {
            from: stage.from * height,
            to: stage.to * height,
            length: stage.length.scaled(width),
        };
        stages.into_iter().map(reshaped).collect()
    }

    /// The traffic in its final length, if it can be driven as asked.
    fn in_its_length(&self, traffic: Traffic) -> Result<Traffic, Failure> {
        if self.poisson && !traffic.is_open() {
            let hint = "give a `--rate`: only arrivals by the clock can be spaced at random";
            return Err(Failure::usage("`--poisson` has no arrivals to space", hint));
        }
        let traffic = match self.scale {
            Some(factor) => traffic.checked()?.scaled(factor),
            None => traffic,
        };
        Ok(traffic.checked()?)
    }
}

/// A stage between whole users; some stay some.
fn whole_users(stage: Stage) -> Stage {
    let whole = |level: f64| if level > 0.0 { level.round().max(1.0) } else { level };
    Stage { from: whole(stage.from), to: whole(stage.to), ..stage }
}
