//! One statement, planned or run under a set of indexes. Times are the server's own (EXPLAIN ANALYZE without a clock per
//! row): neither the way to the client nor the client's pace is in them, and no row is kept. Planning counts, as more
//! indexes make it longer.

use std::time::Duration;

use super::error::ProveError;
use super::probe::Probe;
use super::stage::{Refusal, Stage};
use crate::index::search::Set;

/// Planning takes no longer.
const PLANNING_MAX: Duration = Duration::from_secs(10);
/// Runs shorter than this are repeated until they have filled it.
const SAMPLE_S: f64 = 0.02;
/// So many times at most.
const REPEATS_MAX: usize = 25;

/// A plan's text and the new indexes in it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) text: String,
    pub(super) used: Set,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ran {
    /// After so many seconds.
    Took(f64),
    /// Not within its limit.
    TooLong,
    /// The server would not.
    Refused(String),
}

/// Plans a statement, all its texts.
pub(super) async fn plan(
    stage: &mut Stage<'_>,
    probe: &Probe,
    shown: &Set,
) -> Result<Result<Seen, Refusal>, ProveError> {
    stage.enter(shown, PLANNING_MAX).await?;
    let mut seen = Seen { text: String::new(), used: Set::new(stage.len()) };
    for text in &probe.texts {
        match lines(stage, "EXPLAIN (COSTS OFF)", text, PLANNING_MAX).await? {
            Ok(plan) => {
                used(stage, &plan, &mut seen.used);
                seen.text += &plan.join("\n");
                seen.text.push('\n');
            }
            Err(refusal) => {
                stage.leave().await?;
                return Ok(Err(refusal));
            }
        }
    }
    stage.leave().await?;
    Ok(Ok(seen))
}

/// Runs a statement, all its texts; short ones several times, for the middle of their times.
pub(super) async fn run(
    stage: &mut Stage<'_>,
    probe: &Probe,
    shown: &Set,
    limit: Duration,
) -> Result<Ran, ProveError> {
    stage.enter(shown, limit.max(Duration::from_millis(10))).await?;
    // The first plan after indexes were hidden reads the catalogue again, which is nobody's cost.
    for text in &probe.texts {
        if let Err(refusal) = lines(stage, "EXPLAIN", text, limit).await? {
            stage.leave().await?;
            return Ok(if refusal.is_late { Ran::TooLong } else { Ran::Refused(refusal.why) });
        }
    }
    let (mut times, mut sum_s) = (Vec::new(), 0.0);
    let ran = loop {
        match once(stage, probe, limit).await? {
            Ran::Took(time_s) => {
                times.push(time_s);
                sum_s += time_s;
            }
            other => break other,
        }
        if sum_s >= SAMPLE_S || times.len() >= REPEATS_MAX {
            break Ran::Took(super::interval::median(&times));
        }
    };
    stage.leave().await?;
    Ok(ran)
}

async fn once(stage: &Stage<'_>, probe: &Probe, limit: Duration) -> Result<Ran, ProveError> {
    const HEAD: &str = "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, SUMMARY ON)";
    let mut sum_s = 0.0;
    for text in &probe.texts {
        match lines(stage, HEAD, text, limit).await? {
            Ok(lines) => sum_s += time_s(&lines),
            Err(refusal) if refusal.is_late => return Ok(Ran::TooLong),
            Err(refusal) => return Ok(Ran::Refused(refusal.why)),
        }
    }
    Ok(Ran::Took(sum_s))
}

/// What EXPLAIN says, line by line. The extended protocol takes one statement: nothing follows it.
async fn lines(
    stage: &Stage<'_>,
    head: &str,
    text: &str,
    limit: Duration,
) -> Result<Result<Vec<String>, Refusal>, ProveError> {
    let sql = format!("{} {head} {text}", crate::session::MARK);
    match stage.in_time(limit, stage.client().query(&sql, &[])).await? {
        Ok(rows) => Ok(Ok(rows.iter().map(|row| row.get(0)).collect())),
        Err(error) => Ok(Err(Refusal::of(&error)?)),
    }
}

/// The sum of planning and execution, which stand at the end in milliseconds.
fn time_s(lines: &[String]) -> f64 {
    let time = |line: &String| {
        let figure = line
            .strip_prefix("Planning Time: ")
            .or_else(|| line.strip_prefix("Execution Time: "))?;
        figure.strip_suffix(" ms")?.parse::<f64>().ok()
    };
    lines.iter().rev().filter_map(time).sum::<f64>() / 1e3
}

/// Notes the new indexes that a plan's nodes name.
fn used(stage: &Stage<'_>, lines: &[String], into: &mut Set) {
    for (place, line) in lines.iter().enumerate() {
        let node = line.trim_start();
        if place > 0 && !node.starts_with("->") {
            continue;
        }
        let words = node.split_whitespace().map(|word| word.trim_matches('"'));
        for word in words {
            for number in 0..stage.len() {
                let is_it =
                    |built: &super::stage::Built| built.names.iter().any(|name| name == word);
                if stage.built(number).is_some_and(is_it) {
                    into.insert(number);
                }
            }
        }
    }
}
