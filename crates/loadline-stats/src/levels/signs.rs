//! What speaks against a level: each rule with its limit.

use loadline_core::level::{Level, LoadAxis, MissedObjective, Sign};

use super::fold::Row;
use super::knee::{Rise, knee};
use super::line::Mean;

/// Part of the offer that may stay undone before a held load counts as not followed.
const SHORTFALL_MAX: f64 = 0.02;
/// The same on a ramp, where answers trail the rising offer.
const SHORTFALL_MAX_RAMP: f64 = 0.05;
/// Standard errors that a departure must be away from chance, of many readings; see [`sure`].
const SURE: f64 = 3.0;
/// Seconds of response time gained a second: the part of the offer that the queue takes in.
const GROWTH_MAX: f64 = 0.02;
/// Share of failed requests.
pub(super) const ERRORS_MAX: f64 = 0.01;
/// Users must have come this far beyond the knee, as a factor, before throughput counts as flat.
const BEYOND_KNEE: f64 = 1.2;
/// Gain of throughput beyond the knee, as a part of the gain before it, that still counts as flat.
const FLAT_GAIN_MAX: f64 = 0.2;
/// Limits of the generator: those of `loadline_core::trust`.
const LAG_MAX: f64 = 0.010;
const CPU_MAX: f64 = 0.9;
const QUEUE_MAX: f64 = 0.2;
/// Arrivals that waited for a free user, as a share, before the users count as too few.
const LATE_MAX: f64 = 0.1;
/// Service time, as a factor of the lowest level's, up to which the target answers as fast as ever.
const AS_FAST: f64 = 1.5;

/// Notes on each level what speaks against it.
pub(super) fn add_signs(rows: &mut [Row], axis: LoadAxis) {
    let flat = if axis == LoadAxis::Users { flat_beyond(rows) } else { None };
    let left_at = if axis == LoadAxis::OfferedRate { leaves_offer(rows) } else { None };
    let unloaded = rows.iter().min_by(|a, b| a.level.load.total_cmp(&b.level.load));
    let service_avg = unloaded.and_then(|row| row.service_avg);
    for row in rows {
        let mut signs = Vec::new();
        match axis {
            LoadAxis::OfferedRate => {
                signs.extend(not_followed(row, left_at).into_iter().chain(grew(row)));
            }
            LoadAxis::Users => signs.extend(
                flat.filter(|(knee, _)| row.level.load > *knee)
                    .map(|(_, gain)| Sign::Flat { gain }),
            ),
        }
        let errors = row.level.failed_share().filter(|share| *share > ERRORS_MAX);
        signs.extend(errors.map(|share| Sign::Errors { share }));
        signs.extend(row.judged.iter().filter(|judged| judged.is_missed).map(|judged| {
            let sentence = judged.promise.objective.to_string();
            Sign::Missed(MissedObjective { sentence, figure: judged.figure })
        }));
        let limit = generator_limit(&row.level).or_else(|| too_few_users(row, service_avg));
        signs.extend(limit.map(|limit| Sign::Generator { limit }));
        row.level.signs = signs;
    }
}

/// Less was finished than offered, beyond the limit and beyond chance: by the level's own readings, or because
/// it lies beyond the load at which all levels together leave the offer.
fn not_followed(row: &Row, left_at: Option<f64>) -> Option<Sign> {
    let level = &row.level;
    let is_beyond = left_at.is_some_and(|knee| level.load > knee);
    let limit = if level.is_ramp && !is_beyond { SHORTFALL_MAX_RAMP } else { SHORTFALL_MAX };
    let shortfall = 1.0 - level.achieved_per_second / level.load;
    let is_sure = row
        .shortfall
        .is_none_or(|mean| shortfall * level.load > sure(mean.points) * mean.standard_error);
    (shortfall > limit && (is_sure || is_beyond)).then_some(Sign::NotFollowed { shortfall })
}

/// The load at which throughput leaves the offer, where the levels beyond it are surely short of it, taken
/// together.
fn leaves_offer(rows: &[Row]) -> Option<f64> {
    let knee = knee(&points(rows), Rise::AsOffered)?.load;
    let beyond = rows.iter().filter(|row| row.level.is_rising && row.level.load > knee);
    let short: Vec<Mean> = beyond.filter_map(|row| row.shortfall).collect();
    let departure: f64 = short.iter().map(|mean| mean.value).sum();
    let error = short.iter().map(|mean| mean.standard_error.powi(2)).sum::<f64>().sqrt();
    let points = short.iter().map(|mean| mean.points).sum();
    (!short.is_empty() && departure > sure(points) * error).then_some(knee)
}

/// How many standard errors are beyond chance: of few readings the error itself is not well known, for which
/// Student's distribution asks some more.
fn sure(points: f64) -> f64 {
    SURE * (1.0 + 4.0 / points)
}

/// Response time rose throughout: with W(t) the response time of what is done at t, a queue that takes in
/// more than it lets out has dW/dt = 1 - capacity / offer.
fn grew(row: &Row) -> Option<Sign> {
    let slope = row.growth.filter(|_| !row.level.is_ramp)?;
    let avg = row.level.response?.avg;
    // A rise within a fraction of the mean is a queue that comes and goes.
    let rise = slope.value * row.level.measured_seconds;
    let is_sure = slope.value > GROWTH_MAX.max(SURE * slope.standard_error) && rise > 0.5 * avg;
    is_sure.then_some(Sign::QueueGrew { growth: slope.value })
}

/// The users beyond which throughput is flat, and the gain there; none where it never was.
fn flat_beyond(rows: &[Row]) -> Option<(f64, f64)> {
    let knee = knee(&points(rows), Rise::InProportion)?;
    let gain = knee.rise_after / knee.rise;
    let highest = rows.iter().map(|row| row.level.load).fold(0.0, f64::max);
    (gain < FLAT_GAIN_MAX && highest >= BEYOND_KNEE * knee.load).then_some((knee.load, gain))
}

/// Load and throughput of the levels on the way up, in the order of load.
pub(super) fn points(rows: &[Row]) -> Vec<(f64, f64)> {
    let rising = rows.iter().filter(|row| row.level.is_rising);
    let mut points: Vec<_> =
        rising.map(|row| (row.level.load, row.level.achieved_per_second)).collect();
    points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// The limit of its own that the generator passed. Arrivals that it dropped are none: a target that does not
/// keep up makes it drop them.
fn generator_limit(level: &Level) -> Option<String> {
    let own = &level.generator;
    let percent = |share: f64| (share * 100.0).round();
    let lag = own.lag_p99.filter(|lag| *lag > LAG_MAX);
    let cpu = own.cpu.filter(|cpu| *cpu > CPU_MAX);
    let queue = own.queue.filter(|queue| *queue > QUEUE_MAX);
    lag.map(|lag| format!("its lag was {:.0}ms at p99", lag * 1_000.0))
        .or_else(|| cpu.map(|cpu| format!("its threads used {}% of their cores", percent(cpu))))
        .or_else(|| {
            queue.map(|queue| {
                format!("its threads waited for a core {}% of the time", percent(queue))
            })
        })
}

/// Arrivals waited although the target answered as fast as at the lowest load.
fn too_few_users(row: &Row, unloaded_avg: Option<f64>) -> Option<String> {
    let is_as_fast = row.service_avg? <= AS_FAST * unloaded_avg?;
    (is_as_fast && row.late_share > LATE_MAX).then(|| {
        "all its users were busy while the target answered as fast as ever (`--max-users`)"
            .to_owned()
    })
}
