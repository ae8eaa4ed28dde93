//! Scenarios and stages. An unknown key within a scenario is an error, as are missing figures.

use std::collections::BTreeMap;
use std::time::Duration;

use super::value::{At, Read};
use crate::options::scenario::{Executor, ExecutorKind, Scenario, Stage};

/// Keys that every scenario may have; `options` is for browsers.
const COMMON: [&str; 7] =
    ["executor", "startTime", "gracefulStop", "env", "exec", "tags", "options"];

/// Scenarios by name.
pub(super) fn scenarios(at: &At<'_>) -> Read<BTreeMap<String, Scenario>> {
    let mut scenarios = BTreeMap::new();
    for (name, at) in at.entries("an object with scenarios by name")? {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if name.is_empty() || !name.chars().all(is_plain) {
            let message = format!("`{name}` is not a name for a scenario");
            return Err(at.error(message, "accepted: digits, Latin letters, `_` and `-`"));
        }
        scenarios.insert(name.to_owned(), scenario(&at)?);
    }
    Ok(scenarios)
}

fn scenario(at: &At<'_>) -> Read<Scenario> {
    let fields = Fields::of(at)?;
    let kind = fields.kind()?;
    let known: Vec<&str> = COMMON.iter().chain(fields_of(kind)).copied().collect();
    if let Some((key, at)) = fields.all.iter().find(|(key, _)| !known.contains(key)) {
        let message = format!("`{key}` is not a key of `{}`", kind.name());
        let known: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
        return Err(at.error(message, format!("accepted: {}", known.join(", "))));
    }
    let exec = fields.get("exec").map(|at| at.text().map(str::to_owned)).transpose()?;
    if exec.as_deref() == Some("") {
        return Err(fields.wrong("exec", "it is empty", "the name of an exported function"));
    }
    Ok(Scenario {
        executor: executor(kind, &fields)?,
        start_time: fields.duration("startTime")?,
        graceful_stop: fields.duration("gracefulStop")?,
        env: fields.get("env").map(At::text_map).transpose()?,
        exec,
        tags: fields.get("tags").map(At::text_map).transpose()?,
    })
}

/// The keys of an executor's own, in the order `inspect` prints them.
const fn fields_of(kind: ExecutorKind) -> &'static [&'static str] {
    match kind {
        ExecutorKind::SharedIterations | ExecutorKind::PerVuIterations => {
            &["vus", "iterations", "maxDuration"]
        }
        ExecutorKind::ConstantVus => &["vus", "duration"],
        ExecutorKind::RampingVus => &["startVUs", "stages", "gracefulRampDown"],
        ExecutorKind::ConstantArrivalRate => {
            &["rate", "timeUnit", "duration", "preAllocatedVUs", "maxVUs"]
        }
        ExecutorKind::RampingArrivalRate => {
            &["startRate", "timeUnit", "stages", "preAllocatedVUs", "maxVUs"]
        }
    }
}

fn executor(kind: ExecutorKind, fields: &Fields<'_>) -> Read<Executor> {
    Ok(match kind {
        ExecutorKind::SharedIterations => Executor::SharedIterations {
            vus: fields.at_least_one("vus")?,
            iterations: fields.whole("iterations")?,
            max_duration: fields.duration("maxDuration")?,
        },
        ExecutorKind::PerVuIterations => Executor::PerVuIterations {
            vus: fields.at_least_one("vus")?,
            iterations: fields.at_least_one("iterations")?,
            max_duration: fields.duration("maxDuration")?,
        },
        ExecutorKind::ConstantVus => Executor::ConstantVus {
            vus: fields.at_least_one("vus")?,
            duration: Some(fields.needed("duration", Fields::duration)?),
        },
        ExecutorKind::RampingVus => Executor::RampingVus {
            start_vus: fields.whole("startVUs")?,
            stages: fields.stages()?,
            graceful_ramp_down: fields.duration("gracefulRampDown")?,
        },
        ExecutorKind::ConstantArrivalRate => Executor::ConstantArrivalRate {
            rate: Some(fields.needed("rate", Fields::at_least_one)?),
            time_unit: fields.time_unit()?,
            duration: Some(fields.needed("duration", Fields::duration)?),
            pre_allocated_vus: Some(fields.needed("preAllocatedVUs", Fields::whole)?),
            max_vus: fields.whole("maxVUs")?,
        },
        ExecutorKind::RampingArrivalRate => Executor::RampingArrivalRate {
            start_rate: fields.whole("startRate")?,
            time_unit: fields.time_unit()?,
            stages: fields.stages()?,
            pre_allocated_vus: Some(fields.needed("preAllocatedVUs", Fields::whole)?),
            max_vus: fields.whole("maxVUs")?,
        },
    })
}

/// Stages in their order.
pub(super) fn stages(at: &At<'_>) -> Read<Vec<Stage>> {
    at.items("a list of stages")?.iter().map(stage).collect()
}

fn stage(at: &At<'_>) -> Read<Stage> {
    const FORM: &str = "a stage reads like `{ duration: \"30s\", target: 10 }`";
    let fields = Fields::of(at)?;
    if let Some((key, at)) =
        fields.all.iter().find(|(key, _)| !matches!(*key, "duration" | "target"))
    {
        return Err(at.error(format!("`{key}` is not a key of a stage"), FORM));
    }
    let missing = |key: &str| at.error(format!("the stage has no {key}"), FORM);
    Ok(Stage {
        duration: fields.duration("duration")?.ok_or_else(|| missing("duration"))?,
        target: fields.whole("target")?.ok_or_else(|| missing("target"))?,
    })
}

/// The keys of an object, to be looked up.
struct Fields<'a> {
    at: At<'a>,
    all: Vec<(&'a str, At<'a>)>,
}

impl<'a> Fields<'a> {
    fn of(at: &At<'a>) -> Read<Self> {
        Ok(Self { at: at.clone(), all: at.entries("an object")? })
    }

    fn get(&self, key: &str) -> Option<&At<'a>> {
        self.all.iter().find(|(name, _)| *name == key).map(|(_, at)| at)
    }

    fn wrong(&self, key: &str, message: &str, hint: &str) -> crate::options::OptionsError {
        self.get(key).unwrap_or(&self.at).error(message, hint)
    }

    fn kind(&self) -> Read<ExecutorKind> {
        let accepted = || {
            let names = ExecutorKind::ALL.map(|kind| format!("`{}`", kind.name()));
            format!("accepted: {}", names.join(", "))
        };
        let Some(at) = self.get("executor") else {
            return Err(self.at.error("the scenario has no executor", accepted()));
        };
        if at.value.as_str() == Some("externally-controlled") {
            let message = "`externally-controlled` is not supported: k6 removed it in version 2";
            return Err(at.error(message, accepted()));
        }
        at.one_of(&ExecutorKind::ALL, ExecutorKind::name)
    }

    fn whole(&self, key: &str) -> Read<Option<u64>> {
        self.get(key).map(At::whole).transpose()
    }

    fn at_least_one(&self, key: &str) -> Read<Option<u64>> {
        self.get(key).map(At::at_least_one).transpose()
    }

    fn duration(&self, key: &str) -> Read<Option<Duration>> {
        self.get(key).map(At::duration).transpose()
    }

    fn needed<T>(&self, key: &str, read: impl Fn(&Self, &str) -> Read<Option<T>>) -> Read<T> {
        read(self, key)?.ok_or_else(|| self.at.error(format!("`{key}` is missing"), ""))
    }

    fn time_unit(&self) -> Read<Option<Duration>> {
        let unit = self.duration("timeUnit")?;
        match unit {
            Some(Duration::ZERO) => Err(self.wrong("timeUnit", "expected more than no time", "")),
            unit => Ok(unit),
        }
    }

    fn stages(&self) -> Read<Vec<Stage>> {
        let stages = self.get("stages").map(stages).transpose()?.unwrap_or_default();
        match stages.is_empty() {
            true => Err(self.wrong("stages", "at least one stage is needed in `stages`", "")),
            false => Ok(stages),
        }
    }
}
