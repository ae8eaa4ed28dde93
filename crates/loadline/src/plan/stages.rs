//! The stages of a test on its time axis, for the level table.

use loadline_core::traffic::{Stage, Traffic};
use loadline_store::StageMark;

use super::tests::PlannedLoad;

/// Marks of the stages, none where there is only one. Several loads side by side have no stages in common.
pub(crate) fn stage_marks(loads: &[PlannedLoad]) -> Vec<StageMark> {
    let [load] = loads else { return Vec::new() };
    let (stages, unit) = match &load.traffic {
        Traffic::Users(stages) => (stages, " users"),
        Traffic::Rate { stages, .. } => (stages, "/s"),
        _ => return Vec::new(),
    };
    if stages.len() < 2 {
        return Vec::new();
    }
    let mut start_ms = 0;
    let mark = |stage: &Stage| {
        let end_ms = start_ms + stage.length.duration().as_millis() as u64;
        let mark = StageMark { label: label(stage, unit), start_ms, end_ms };
        start_ms = end_ms;
        mark
    };
    stages.iter().map(mark).collect()
}

fn label(stage: &Stage, unit: &str) -> String {
    let (from, to) = (stage.from.round(), stage.to.round());
    if from == to { format!("{to}{unit}") } else { format!("{from} → {to}{unit}") }
}
