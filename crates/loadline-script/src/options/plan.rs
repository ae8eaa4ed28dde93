//! From scenarios to loads: who drives what, from when, for how long.
//!
//! Consolidated options come in; each executor becomes the traffic that the scheduler drives by k6's rules, with
//! what the users of the scenario have to know beside it. Nothing is driven here.

use std::collections::BTreeMap;
use std::time::Duration;

use loadline_core::Span;
use loadline_core::traffic::{self, Segment, Spacing, Traffic, TrafficError, level_at};
use loadline_load::{Load, OnBusy};

use super::error::{OptionsError, Step};
use super::model::Options;
use super::scenario::{Executor, Scenario, Stage};

/// How long executors that count iterations take at most, unless they say otherwise.
const MAX_DURATION: Duration = Duration::from_secs(600);
/// How long users that a ramp sends away may go on, unless the scenario says otherwise.
const GRACEFUL_RAMP_DOWN: Duration = Duration::from_secs(30);
/// The time that rates count in, unless the scenario says otherwise.
const TIME_UNIT: Duration = Duration::from_secs(1);

/// What a script's options ask to be driven.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The scenarios in the order of their names; never none.
    pub scenarios: Vec<PlannedScenario>,
    /// The part of it that is driven here, where others drive the rest.
    pub segment: Option<Segment>,
}

/// One scenario, ready to be driven.
#[derive(Debug, Clone)]
pub struct PlannedScenario {
    /// Its name.
    pub name: String,
    /// The name of its executor.
    pub executor: &'static str,
    /// The exported function that its users run.
    pub exec: String,
    /// Variables over those of the test.
    pub env: BTreeMap<String, String>,
    /// Tags of its samples.
    pub tags: BTreeMap<String, String>,
    /// How long after the beginning of the test it starts.
    pub start: Duration,
    /// How long it takes, without the graceful end.
    pub length: Duration,
    /// The most users it has.
    pub users_max: u32,
    /// Users of the scenarios before it: numbers of its own begin behind them.
    pub users_before: u32,
    /// How its traffic is driven.
    pub load: Load,
}

impl Plan {
    /// The plan of consolidated options.
    ///
    /// # Errors
    /// When a scenario cannot be driven, or the segment is not in its sequence.
    pub fn of(options: &Options) -> Result<Self, OptionsError> {
        let mut scenarios: Vec<PlannedScenario> = Vec::new();
        let mut users_before = 0;
        for (name, scenario) in options.scenarios.iter().flatten() {
            let load = load(scenario).map_err(|error| not_to_be_driven(name, &error))?;
            let users_max = users_of(&scenario.executor);
            scenarios.push(PlannedScenario {
                name: name.clone(),
                executor: scenario.executor.kind().name(),
                exec: scenario.exec().to_owned(),
                env: scenario.env.clone().unwrap_or_default(),
                tags: scenario.tags.clone().unwrap_or_default(),
                start: scenario.start_time(),
                length: load.traffic.length().duration(),
                users_max,
                users_before,
                load,
            });
            users_before = users_before.saturating_add(users_max);
        }
        Ok(Self { scenarios, segment: segment(options)? })
    }

    /// When the last scenario ends at the latest, its graceful end included.
    pub fn total_duration(&self) -> Duration {
        self.scenarios.iter().map(PlannedScenario::end).max().unwrap_or_default()
    }

    /// The most users at work here at the same time.
    pub fn users_max(&self) -> u64 {
        let own = |users: u32| match &self.segment {
            Some(segment) => segment.share_of(u64::from(users)),
            None => u64::from(users),
        };
        let at = |moment: Duration| {
            self.scenarios.iter().map(|scenario| own(scenario.users_at(moment))).sum()
        };
        let moments = self.scenarios.iter().flat_map(PlannedScenario::turns);
        moments.map(at).max().unwrap_or_default()
    }
}

impl PlannedScenario {
    /// When its last user leaves at the latest.
    fn end(&self) -> Duration {
        self.start + self.length + self.load.graceful_stop.unwrap_or_default()
    }

    /// The moments at which it may need more users than before: its start, and the ends of its stages.
    fn turns(&self) -> Vec<Duration> {
        let mut turns = vec![self.start];
        if let Traffic::Users(stages) = &self.load.traffic {
            let ends = stages.iter().scan(self.start, |end, stage| {
                *end += stage.length.duration();
                Some(*end)
            });
            turns.extend(ends);
        }
        turns
    }

    /// Users it may have at a moment of the test: those that a ramp sent away may not be gone yet.
    fn users_at(&self, moment: Duration) -> u32 {
        if moment < self.start || moment >= self.end() {
            return 0;
        }
        let (Traffic::Users(stages), Some(leaving)) =
            (&self.load.traffic, self.load.graceful_ramp_down)
        else {
            return self.users_max;
        };
        let since = moment.saturating_sub(leaving).max(self.start);
        let between = self.turns().into_iter().filter(|turn| (since..=moment).contains(turn));
        let level = |at: Duration| {
            level_at(
                stages,
                Span::from(at.min(self.start + self.length).saturating_sub(self.start)),
            )
        };
        let levels = between.chain([since, moment]).map(level);
        levels.fold(0.0, f64::max) as u32
    }
}

fn not_to_be_driven(name: &str, error: &TrafficError) -> OptionsError {
    let steps = ["scenarios", name].map(|key| Step::Key(key.to_owned())).to_vec();
    let mistake =
        OptionsError::of(format!("scenarios.{name}"), error.to_string(), error.hint.clone());
    OptionsError { steps, ..mistake }
}

fn segment(options: &Options) -> Result<Option<Segment>, OptionsError> {
    let Some(segment) = &options.execution_segment else { return Ok(None) };
    let sequence = options.execution_segment_sequence.as_ref().map(|fractions| {
        let texts: Vec<_> = fractions.iter().map(ToString::to_string).collect();
        texts.join(",")
    });
    let parsed = Segment::parse(&segment.to_string(), sequence.as_deref());
    let wrong = |error: TrafficError| {
        OptionsError::of("executionSegment", error.to_string(), error.hint.clone())
    };
    parsed.map(Some).map_err(wrong)
}

fn load(scenario: &Scenario) -> Result<Load, TrafficError> {
    let traffic = traffic_of(&scenario.executor).checked()?;
    let mut load = Load {
        after: scenario.start_time(),
        graceful_stop: Some(scenario.graceful_stop()),
        ..Load::new(traffic)
    };
    match scenario.executor {
        Executor::RampingVus { graceful_ramp_down, .. } => {
            load.graceful_ramp_down = Some(graceful_ramp_down.unwrap_or(GRACEFUL_RAMP_DOWN));
        }
        Executor::ConstantArrivalRate { pre_allocated_vus, .. }
        | Executor::RampingArrivalRate { pre_allocated_vus, .. } => {
            load.users_prepared = users(pre_allocated_vus.unwrap_or_default());
            load.users_max = users_of(&scenario.executor);
            load.on_busy = OnBusy::Drop;
            // The first arrival of a ramp is the moment its rate has made up for one.
            load.begins_with_gap = matches!(scenario.executor, Executor::RampingArrivalRate { .. });
        }
        _ => {}
    }
    Ok(load)
}

fn traffic_of(executor: &Executor) -> Traffic {
    match executor {
        Executor::SharedIterations { vus, iterations, max_duration } => Traffic::SharedIterations {
            users: users(vus.unwrap_or(1)),
            iterations: iterations.unwrap_or(1),
            max: max_duration.unwrap_or(MAX_DURATION).into(),
        },
        Executor::PerVuIterations { vus, iterations, max_duration } => Traffic::IterationsEach {
            users: users(vus.unwrap_or(1)),
            iterations: iterations.unwrap_or(1),
            max: max_duration.unwrap_or(MAX_DURATION).into(),
        },
        Executor::ConstantVus { vus, duration } => {
            let level = vus.unwrap_or(1) as f64;
            Traffic::Users(vec![steady(level, duration.unwrap_or_default())])
        }
        Executor::RampingVus { start_vus, stages, .. } => {
            Traffic::Users(ramp(start_vus.unwrap_or(1) as f64, stages, 1.0))
        }
        Executor::ConstantArrivalRate { rate, time_unit, duration, .. } => {
            let rate_per_s = rate.unwrap_or_default() as f64 / seconds(*time_unit);
            let stages = vec![steady(rate_per_s, duration.unwrap_or_default())];
            Traffic::Rate { stages, spacing: Spacing::Even }
        }
        Executor::RampingArrivalRate { start_rate, time_unit, stages, .. } => {
            let unit_s = seconds(*time_unit);
            let start_per_s = start_rate.unwrap_or_default() as f64 / unit_s;
            let stages = ramp(start_per_s, stages, unit_s);
            Traffic::Rate { stages, spacing: Spacing::Even }
        }
    }
}

fn seconds(time_unit: Option<Duration>) -> f64 {
    time_unit.unwrap_or(TIME_UNIT).as_secs_f64()
}

fn steady(level: f64, length: Duration) -> traffic::Stage {
    traffic::Stage { from: level, to: level, length: Span::from(length) }
}

/// Stages that begin where the one before them ended; targets count in `unit`.
fn ramp(start: f64, stages: &[Stage], unit: f64) -> Vec<traffic::Stage> {
    let mut from = start;
    let stage = |stage: &Stage| {
        let to = stage.target as f64 / unit;
        let begun = std::mem::replace(&mut from, to);
        traffic::Stage { from: begun, to, length: Span::from(stage.duration) }
    };
    stages.iter().map(stage).collect()
}

/// The most users of an executor.
fn users_of(executor: &Executor) -> u32 {
    users(match executor {
        Executor::SharedIterations { vus, .. }
        | Executor::PerVuIterations { vus, .. }
        | Executor::ConstantVus { vus, .. } => vus.unwrap_or(1),
        Executor::RampingVus { start_vus, stages, .. } => {
            let targets = stages.iter().map(|stage| stage.target);
            targets.chain([start_vus.unwrap_or(1)]).max().unwrap_or_default()
        }
        Executor::ConstantArrivalRate { pre_allocated_vus, max_vus, .. }
        | Executor::RampingArrivalRate { pre_allocated_vus, max_vus, .. } => {
            max_vus.or(*pre_allocated_vus).unwrap_or_default()
        }
    })
}

/// Options were checked to have no more than the engine can.
fn users(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
