//! What a script's run ends with: k6's exit codes and last words, and those k6's users miss.

use std::collections::BTreeSet;

use loadline_core::Verdict;
use loadline_core::verdict::Outcome;
use loadline_core::window::Rollup;
use loadline_script::Script;
use loadline_script::threshold::Thresholds;
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
    match aborted {
        Some((_, false)) => return Exit::ScriptAborted,
        Some((_, true)) => return Exit::ScriptFailed,
        None => {}
    }
    let is_missed = |verdict: &Verdict| verdict.outcome == Outcome::Missed;
    if thresholds.iter().any(is_missed) || own.iter().any(Verdict::fails_run) {
        return Exit::Missed;
    }
    match ending {
        Ending::Interrupted => Exit::Interrupted,
        Ending::Aborted(_) => Exit::Missed,
        Ending::Completed if every_iteration_threw(rollup) => Exit::ScriptException,
        Ending::Completed => Exit::Met,
    }
}

/// What k6 says last of a run that did not end well; `is_cut_short` where a threshold ended it, which has been said.
pub(super) fn last_words(
    script: &Script,
    thresholds: &Thresholds,
    verdicts: &[Verdict],
    is_cut_short: bool,
) -> Option<String> {
    match script.aborted() {
        // What ended it has been said where it did.
        Some((_, false)) => return None,
        Some((_, true)) => return Some("test run was marked as failed".to_owned()),
        None => {}
    }
    let metrics = missed_metrics(thresholds, verdicts).filter(|_| !is_cut_short)?;
    Some(format!("thresholds on metrics '{metrics}' have been crossed"))
}

/// The metrics whose thresholds are missed, in the order of their names: `a, b`.
pub(super) fn missed_metrics(thresholds: &Thresholds, verdicts: &[Verdict]) -> Option<String> {
    let judged = thresholds.iter().zip(verdicts);
    let missed = judged.filter(|(_, verdict)| verdict.outcome == Outcome::Missed);
    let names: BTreeSet<&str> = missed.map(|(threshold, _)| &*threshold.metric).collect();
    (!names.is_empty()).then(|| names.into_iter().collect::<Vec<_>>().join(", "))
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
