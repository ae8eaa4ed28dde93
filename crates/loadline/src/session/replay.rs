//! A kept run, read back: judged again from its windows and made into a report.
//!
//! The report after a run and the one of `show` come from here alike, so they cannot differ. A run that
//! was killed has no end in the store and is reported up to its last window.

use loadline_core::window::names;
use loadline_core::{Judge, LoadAxis, Promise, Window, trust};
use loadline_report::{Ending, Report, ReportBuilder, RunInfo, StageMark};
use loadline_stats::{Levels, LevelsBuilder};
use loadline_store::{Run, Store};

use super::warm_up::WarmUp;
use crate::failure::Failure;
use crate::output::print::warning;
use crate::output::when::rfc3339;

/// Reports `run`; `held` are windows that came after the stored ones.
pub(crate) fn replay(store: &Store, run: &Run, held: &[Window]) -> Result<Report, Failure> {
    let promises = promises(run);
    let mut judge = Judge::new(promises.clone());
    let mut builder = ReportBuilder::new(info(run));
    let axis = if run.description.open { LoadAxis::OfferedRate } else { LoadAxis::Users };
    let mut levels = LevelsBuilder::new(axis, run.started_ms, promises);
    let warm_up = WarmUp::new(run.started_ms, run.description.warm_up_ms);
    let mut has_measured = false;
    let mut take = |window: &Window| {
        if warm_up.is_over_at(window) {
            has_measured |= window.series.keys().any(|key| &*key.metric == names::HTTP_REQUESTS);
            judge.observe(window);
            levels.observe(window);
        }
        builder.observe(window);
    };
    for window in store.windows(&run.id) {
        take(&window?);
    }
    held.iter().for_each(take);
    let verdicts = judge.verdicts();
    let mut findings = trust::findings(&verdicts);
    if !has_measured {
        findings.push(trust::emptiness(run.description.warm_up_ms));
    }
    let Levels { levels, breaking_point } = levels.finish();
    let (samples, advice) = (store.samples(&run.id)?, store.findings(&run.id)?);
    Ok(Report { levels, breaking_point, samples, advice, ..builder.finish(verdicts, findings) })
}

/// The promises as they were made. A sentence this version cannot read any more is said and left out.
fn promises(run: &Run) -> Vec<Promise> {
    let mut readable = Vec::new();
    for stored in &run.description.promises {
        match (stored.sentence.parse(), stored.origin.parse()) {
            (Ok(objective), Ok(origin)) => readable.push(Promise { objective, origin }),
            _ => warning(&format!("the objective `{}` cannot be read", stored.sentence)),
        }
    }
    readable
}

/// How a run ended, and why where it gave itself up.
pub(super) fn ending(stored: Option<&loadline_store::Ending>) -> (Ending, Option<String>) {
    match stored {
        Some(loadline_store::Ending::Completed) => (Ending::Completed, None),
        Some(loadline_store::Ending::Interrupted) => (Ending::Interrupted, None),
        Some(loadline_store::Ending::Aborted(reason)) => (Ending::Aborted, Some(reason.clone())),
        None => (Ending::Killed, None),
    }
}

fn info(run: &Run) -> RunInfo {
    let (ending, aborted) = ending(run.ended.as_ref().map(|ended| &ended.ending));
    let description = &run.description;
    let mark = |stage: &loadline_store::StageMark| StageMark {
        label: stage.label.clone(),
        start_ms: stage.start_ms,
        end_ms: stage.end_ms,
    };
    RunInfo {
        id: run.id.to_string(),
        name: run.name.clone(),
        target: run.target.clone(),
        service: description.service.clone(),
        started: rfc3339(run.started_ms),
        started_ms: run.started_ms,
        command: description.command.clone(),
        version: description.version.clone(),
        environment: description.environment.clone().into_iter().collect(),
        traffic: description.traffic.clone(),
        open: description.open,
        warm_up_ms: description.warm_up_ms,
        ending,
        aborted,
        stages: description.stages.iter().map(mark).collect(),
    }
}
