//! The breaking point, read off the levels on the way up.

use loadline_core::level::{Breaking, BreakingPoint, Cause, LoadAxis, Saturation, Sign, Sustained};

use super::fold::Row;
use super::knee::{Knee, Rise, knee};
use super::saturation::{fullest, saturated};
use super::signs::points;

const BY_LINES: &str = "where two straight lines through throughput cross";
const BY_CROSSING: &str =
    "where the figure crosses its limit on a straight line between two levels";
const BY_MIDDLE: &str = "the middle between two levels";
const BELOW_LOWEST: &str = "the lowest load tried; the breaking point may lie below it";

/// What the levels say about the most the target carries; none without a level on the way up.
pub(super) fn breaking_point(rows: &[Row], axis: LoadAxis) -> Option<BreakingPoint> {
    let mut rising: Vec<&Row> = rows.iter().filter(|row| row.level.is_rising).collect();
    rising.sort_by(|a, b| a.level.load.total_cmp(&b.level.load));
    let highest = rising.last()?.level.load;
    // A bad level with good ones above it was a passing trouble: it broke where nothing held any more.
    let held = rising.iter().rposition(|row| row.level.is_good());
    let broken = held.map_or(0, |held| held + 1);
    let sustained = held.map(|held| sustained(rising[held]));
    let breaking = match rising.get(broken) {
        None => Breaking::NotReached { highest },
        Some(row) => generator(row).unwrap_or_else(|| found(&rising, rows, broken, axis)),
    };
    Some(BreakingPoint { axis, sustained, breaking })
}

fn sustained(row: &Row) -> Sustained {
    Sustained {
        load: row.level.load,
        achieved_per_second: row.level.achieved_per_second,
        requests_per_second: row.level.requests_per_second(),
    }
}

/// The generator was past its limits when the level broke: whose doing it was cannot be told.
fn generator(row: &Row) -> Option<Breaking> {
    row.level.signs.iter().find_map(|sign| match sign {
        Sign::Generator { limit } => {
            Some(Breaking::Generator { load: row.level.load, limit: limit.clone() })
        }
        _ => None,
    })
}

fn found(rising: &[&Row], rows: &[Row], broken: usize, axis: LoadAxis) -> Breaking {
    let row = rising[broken];
    let below = broken.checked_sub(1).map(|below| rising[below]);
    let sign = row.level.signs[0].clone();
    let rise = match axis {
        LoadAxis::OfferedRate => Rise::AsOffered,
        LoadAxis::Users => Rise::InProportion,
    };
    let knee = knee(&points(rows), rise).filter(|_| is_of_throughput(&sign));
    let (load, estimate) = estimate(below, row, &sign, knee.as_ref());
    let saturated = saturated(rising, Some(broken));
    Breaking::Found {
        load,
        low: below.map(|below| below.level.load),
        high: row.level.load,
        capacity_per_second: knee.map(|knee| knee.throughput),
        estimate,
        cause: cause(row, &saturated),
        sign,
        saturated,
    }
}

const fn is_of_throughput(sign: &Sign) -> bool {
    matches!(sign, Sign::NotFollowed { .. } | Sign::Flat { .. } | Sign::QueueGrew { .. })
}

/// The best figure between the last good level and the first bad one, and how it was come by.
fn estimate(
    below: Option<&Row>,
    row: &Row,
    sign: &Sign,
    knee: Option<&Knee>,
) -> (f64, &'static str) {
    let high = row.level.load;
    let Some(below) = below else { return (high, BELOW_LOWEST) };
    let low = below.level.load;
    if let Some(knee) = knee {
        return (knee.load.clamp(low, high), BY_LINES);
    }
    let crossing = crossing(below, row, sign).filter(|part| (0.0..=1.0).contains(part));
    match crossing {
        Some(part) => (low + part * (high - low), BY_CROSSING),
        None => (f64::midpoint(low, high), BY_MIDDLE),
    }
}

/// How far between the levels the figure that broke passes its limit, from 0 to 1.
fn crossing(below: &Row, row: &Row, sign: &Sign) -> Option<f64> {
    let part = |from: f64, to: f64, limit: f64| (to != from).then(|| (limit - from) / (to - from));
    match sign {
        Sign::Missed(missed) => {
            let own = |row: &Row| {
                let judged = row.judged.iter();
                let mut own =
                    judged.filter(|judged| judged.promise.objective.to_string() == missed.sentence);
                own.next().cloned()
            };
            let (from, to) = (own(below)?, own(row)?);
            part(from.figure.base(), to.figure.base(), to.promise.objective.target.base())
        }
        Sign::Errors { share } => {
            part(below.level.failed_share()?, *share, super::signs::ERRORS_MAX)
        }
        _ => None,
    }
}

/// What was behind it: a resource at its limit by then, the errors, or nothing that was measured.
fn cause(row: &Row, saturated: &[Saturation]) -> Cause {
    let by_then = saturated.iter().find(|one| one.load <= row.level.load);
    if let Some(resource) = by_then {
        return Cause::Resource(resource.clone());
    }
    let is_refused = row.level.signs.iter().any(|sign| matches!(sign, Sign::Errors { .. }));
    if let (true, Some(error)) = (is_refused, row.level.errors.first()) {
        let share = row.level.failed_share().unwrap_or_default();
        return Cause::Errors { kind: error.kind.clone(), share };
    }
    let why = if row.level.resources.is_empty() {
        "no resource was watched; `--host`, `--process` and `--scrape` read them".to_owned()
    } else {
        let fullest =
            fullest(row).map_or_else(String::new, |full| format!("; the fullest was {full}"));
        format!("no watched resource came to its limit{fullest}")
    };
    Cause::Unknown { why }
}
