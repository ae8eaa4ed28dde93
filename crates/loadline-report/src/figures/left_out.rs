//! Held stages of the test that the level table leaves out, each with the rule that does.
//!
//! Stages and levels of a report come in, sentences go out. Ramps are no levels and are not told.

use loadline_core::level::{HOLD_MIN_MS, Level};

use crate::report::{Report, StageMark};
use crate::words;

/// Stages told one by one; more are counted.
const TOLD_MAX: usize = 5;

/// A sentence for each held stage that has no level; none where there is no level table.
pub(crate) fn left_out(report: &Report) -> Vec<String> {
    if report.levels.is_empty() {
        return Vec::new();
    }
    let ran_ms = report.timeline.points.last().map_or(0, |point| point.end_ms);
    let missing = |stage: &&StageMark| {
        is_held(stage)
            && stage.start_ms < ran_ms
            && !report.levels.iter().any(|own| is_of(own, stage))
    };
    let missing: Vec<&StageMark> = report.run.stages.iter().filter(missing).collect();
    let rest = missing.len().saturating_sub(TOLD_MAX);
    let told = missing.iter().take(TOLD_MAX);
    let mut told: Vec<String> =
        told.map(|stage| sentence(stage, ran_ms, report.run.warm_up_ms)).collect();
    if rest > 0 {
        told.push(format!("and {} more", words::counted(rest as u64, "stage")));
    }
    told
}

/// Whether the load stays the same throughout, and there is one.
fn is_held(stage: &StageMark) -> bool {
    let is_ramp = stage.label.contains('→');
    let is_idle = stage.label.starts_with("0/") || stage.label.starts_with("0 ");
    !is_ramp && !is_idle
}

/// Whether the level was measured in the stage: neighbours of one load are one level.
fn is_of(level: &Level, stage: &StageMark) -> bool {
    let is_within = |at_ms: u64, start_ms: u64, end_ms: u64| start_ms <= at_ms && at_ms < end_ms;
    let middle = |start_ms: u64, end_ms: u64| start_ms.midpoint(end_ms);
    is_within(middle(level.start_ms, level.end_ms), stage.start_ms, stage.end_ms)
        || is_within(middle(stage.start_ms, stage.end_ms), level.start_ms, level.end_ms)
}

fn sentence(stage: &StageMark, ran_ms: u64, warm_up_ms: u64) -> String {
    let end_ms = stage.end_ms.min(ran_ms);
    let measured_ms = end_ms.saturating_sub(stage.start_ms.max(warm_up_ms));
    let time = |ms: u64| words::time(ms as f64 / 1_000.0);
    let needed = format!("a level takes {} at one load", time(HOLD_MIN_MS));
    let label = &stage.label;
    let begins = words::clock(stage.start_ms);
    match measured_ms {
        0 => format!("{label}, from {begins}: all of it lies within the warm-up"),
        HOLD_MIN_MS.. => format!("{label}, from {begins}: its load was not steady; {needed}"),
        _ if stage.start_ms < warm_up_ms => {
            format!("{label}, from {begins}: {} after the warm-up; {needed}", time(measured_ms))
        }
        _ => format!("{label}, from {begins}: {} long; {needed}", time(measured_ms)),
    }
}
