//! What a script's run ends with: k6's exit codes, and those k6's users miss.

use loadline_core::Verdict;
use loadline_core::verdict::Outcome;
use loadline_core::window::Rollup;
use loadline_script::Script;
use loadline_store::Ending;

use crate::exit::Exit;

/// How the run ended, for the store.
pub(super) fn ending_of(
    script: &Script,
    crossed: Option<&str>,
    ended: loadline_load::Ending,
) -> Ending {
    match (script.aborted(), crossed, ended) {
        (Some((message, false)), ..) => Ending::Aborted(message),
        (_, Some(crossed), _) => Ending::Aborted(format!("threshold {crossed}")),
        (.., loadline_load::Ending::Completed) => Ending::Completed,
        (.., loadline_load::Ending::Interrupted) => Ending::Interrupted,
    }
}

/// The exit code of what was measured. A dropped arrival and a busy generator do not change k6's codes: they
/// are said beside them.
pub(super) fn exit_of(
    script: &Script,
    ending: &Ending,
    thresholds: &[Verdict],
    own: &[Verdict],
    rollup: &Rollup,
) -> Exit {
    let aborted = script.aborted();
    if matches!(aborted, Some((_, false))) {
        return Exit::ScriptAborted;
    }
    let is_missed = |verdict: &Verdict| verdict.outcome == Outcome::Missed;
    if thresholds.iter().any(is_missed) || own.iter().any(Verdict::fails_run) {
        return Exit::Missed;
    }
    match (ending, aborted) {
        (Ending::Interrupted, _) => Exit::Interrupted,
        (Ending::Aborted(_), _) => Exit::Missed,
        (_, Some(_)) => Exit::ScriptFailed,
        (Ending::Completed, None) if every_iteration_threw(rollup) => Exit::ScriptException,
        (Ending::Completed, None) => Exit::Met,
    }
}

/// Whether there were iterations, and an exception ended each.
fn every_iteration_threw(rollup: &Rollup) -> bool {
    let count = |series: &str| match rollup.merged(series, &loadline_core::Tags::default()) {
        Some(loadline_core::window::Aggregate::Counter(count)) => count,
        _ => 0.0,
    };
    let iterations = count(loadline_core::window::names::ITERATIONS);
    iterations > 0.0 && count("iteration_errors") >= iterations
}
