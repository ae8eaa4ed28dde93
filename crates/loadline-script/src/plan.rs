//! From a plan of options to what the scheduler drives and what its users have to know.

use loadline_core::traffic::Segment;
use loadline_load::Load;

use crate::options::{self, Options, OptionsError, PlannedScenario};
use crate::settings::{ScenarioSettings, Settings, Tagging};

/// What a script's options amount to.
pub(crate) struct Plan {
    pub(crate) loads: Vec<Load>,
    pub(crate) segment: Option<Segment>,
    pub(crate) settings: Settings,
}

/// Plans the scenarios of consolidated options: one load each, in the order of their names.
pub(crate) fn plan(
    options: Options,
    options_json: serde_json::Value,
) -> Result<Plan, OptionsError> {
    let planned = options::Plan::of(&options)?;
    let (loads, scenarios) = planned.scenarios.into_iter().map(parted).unzip();
    let settings = Settings {
        tagging: Tagging::of(&options),
        tags: options.tags.clone().unwrap_or_default(),
        scenarios,
        options_json,
        segment: planned.segment.clone(),
        options,
    };
    Ok(Plan { loads, segment: planned.segment, settings })
}

fn parted(planned: PlannedScenario) -> (Load, ScenarioSettings) {
    let settings = ScenarioSettings {
        name: planned.name,
        executor: planned.executor,
        exec: planned.exec,
        env: planned.env,
        tags: planned.tags,
        start: planned.start,
        length: planned.length,
        users_max: planned.load.traffic.is_open().then_some(planned.load.users_max),
        users_before: planned.users_before,
    };
    (planned.load, settings)
}

/// The most users a load has at once.
pub(crate) fn users_max(load: &Load) -> u32 {
    if load.traffic.is_open() { load.users_max } else { load.traffic.peak() as u32 }
}
