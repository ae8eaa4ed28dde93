//! From options to what the scheduler drives: one load for each scenario, in the order of their names.

use std::time::Duration;

use loadline_core::Span;
use loadline_core::traffic::{Spacing, Stage as Leg, Traffic};
use loadline_load::Load;

use crate::options::{Executor, Options, Scenario, Stage};
use crate::settings::{ScenarioSettings, Settings, Tagging};

/// The longest a scenario of iterations takes unless it says otherwise.
const ITERATIONS_LENGTH: Duration = Duration::from_secs(600);

/// What a script's options amount to.
pub(crate) struct Plan {
    pub(crate) loads: Vec<Load>,
    pub(crate) settings: Settings,
}

/// Plans the scenarios of consolidated options.
pub(crate) fn plan(options: Options, options_json: serde_json::Value) -> Plan {
    let mut loads = Vec::new();
    let mut scenarios = Vec::new();
    let mut users_before = 0;
    for (name, scenario) in options.scenarios.iter().flatten() {
        let load = load_of(scenario);
        scenarios.push(ScenarioSettings {
            name: name.clone(),
            executor: scenario.executor.kind().name(),
            exec: scenario.exec().to_owned(),
            env: scenario.env.clone().unwrap_or_default(),
            tags: scenario.tags.clone().unwrap_or_default(),
            start: scenario.start_time(),
            length: load.traffic.length().duration(),
            users_before,
        });
        users_before += users_max(&load);
        loads.push(load);
    }
    let settings = Settings {
        tagging: Tagging::of(&options),
        tags: options.tags.clone().unwrap_or_default(),
        scenarios,
        options_json,
        options,
    };
    Plan { loads, settings }
}

/// The most users a load has at once.
pub(crate) fn users_max(load: &Load) -> u32 {
    if load.traffic.is_open() { load.users_max } else { load.traffic.peak() as u32 }
}

fn load_of(scenario: &Scenario) -> Load {
    let load = Load { after: scenario.start_time(), ..Load::new(traffic_of(&scenario.executor)) };
    let (prepared, most) = match &scenario.executor {
        Executor::ConstantArrivalRate { pre_allocated_vus, max_vus, .. }
        | Executor::RampingArrivalRate { pre_allocated_vus, max_vus, .. } => {
            let prepared = count(*pre_allocated_vus);
            (prepared, max_vus.map_or(prepared, |most| count(Some(most))))
        }
        _ => return load,
    };
    // An arrival without a free user is dropped, as k6 drops it.
    Load { users_prepared: prepared, users_max: most.max(prepared).max(1), late_max: 0, ..load }
}

fn traffic_of(executor: &Executor) -> Traffic {
    match executor {
        Executor::SharedIterations { vus, iterations, max_duration } => Traffic::SharedIterations {
            users: count(vus.or(Some(1))),
            iterations: iterations.unwrap_or(1),
            max: span(max_duration.unwrap_or(ITERATIONS_LENGTH)),
        },
        Executor::PerVuIterations { vus, iterations, max_duration } => Traffic::IterationsEach {
            users: count(vus.or(Some(1))),
            iterations: iterations.unwrap_or(1),
            max: span(max_duration.unwrap_or(ITERATIONS_LENGTH)),
        },
        Executor::ConstantVus { vus, duration } => {
            let users = vus.unwrap_or(1) as f64;
            let length = span(duration.unwrap_or_default());
            Traffic::Users(vec![Leg { from: users, to: users, length }])
        }
        Executor::RampingVus { start_vus, stages, .. } => {
            Traffic::Users(legs(start_vus.unwrap_or(1) as f64, stages, 1.0))
        }
        Executor::ConstantArrivalRate { rate, time_unit, duration, .. } => {
            let rate = rate.unwrap_or_default() as f64 / unit_seconds(*time_unit);
            let length = span(duration.unwrap_or_default());
            let stages = vec![Leg { from: rate, to: rate, length }];
            Traffic::Rate { stages, spacing: Spacing::Even }
        }
        Executor::RampingArrivalRate { start_rate, time_unit, stages, .. } => {
            let unit = unit_seconds(*time_unit);
            let from = start_rate.unwrap_or_default() as f64 / unit;
            Traffic::Rate { stages: legs(from, stages, unit), spacing: Spacing::Even }
        }
    }
}

fn legs(mut from: f64, stages: &[Stage], unit_seconds: f64) -> Vec<Leg> {
    let leg = |stage: &Stage| {
        let to = stage.target as f64 / unit_seconds;
        let leg = Leg { from, to, length: span(stage.duration) };
        from = to;
        leg
    };
    stages.iter().map(leg).collect()
}

fn unit_seconds(unit: Option<Duration>) -> f64 {
    unit.map_or(1.0, |unit| unit.as_secs_f64())
}

fn count(users: Option<u64>) -> u32 {
    users.map_or(0, |users| u32::try_from(users).unwrap_or(u32::MAX))
}

fn span(length: Duration) -> Span {
    Span::from(length)
}
