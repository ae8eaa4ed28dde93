//! Which watched resources came to their limits, and at which load.

use loadline_core::level::{LevelResource, Saturation, SaturationSign};
use loadline_core::window::{SeriesKey, watched};
use loadline_core::{Tags, Unit};

use super::fold::Row;

/// Share in use at which a resource counts as used up.
const USED_UP: f64 = 0.9;
/// Part of a level's rise in proportion to load that shows it follows the load.
const FOLLOWS: f64 = 0.5;
/// Part of it below which it has levelled off.
const LEVELLED: f64 = 0.25;

/// Saturated resources of the levels on the way up (`rows` in the order of load), the earliest first. `broken`
/// is the first row that did not hold, where there is one.
pub(super) fn saturated(rows: &[&Row], broken: Option<usize>) -> Vec<Saturation> {
    let mut series: Vec<&SeriesKey> =
        rows.iter().flat_map(|row| &row.level.resources).map(|resource| &resource.series).collect();
    series.sort_unstable();
    series.dedup();
    let mut found: Vec<Saturation> = series
        .into_iter()
        .filter_map(|series| {
            used_up(rows, series, broken)
                .into_iter()
                .chain(missed(rows, series))
                .min_by(|a, b| a.load.total_cmp(&b.load))
                .or_else(|| levelled_off(rows, series, broken?))
        })
        .collect();
    // A hint stands behind evidence; of two at one load the fuller one comes first.
    found.sort_by(|a, b| {
        let is_hint = |one: &Saturation| one.sign == SaturationSign::LevelledOff;
        let by_load = a.load.total_cmp(&b.load);
        is_hint(a).cmp(&is_hint(b)).then(by_load).then(b.figure.total_cmp(&a.figure))
    });
    found
}

fn reading<'r>(row: &'r Row, series: &SeriesKey) -> Option<&'r LevelResource> {
    row.level.resources.iter().find(|resource| resource.series == *series)
}

/// Whether all of it in use means that there is no more.
fn has_limit(series: &SeriesKey) -> bool {
    let is_share = watched::unit_of(&series.metric) == Some(Unit::Share);
    is_share && !matches!(&*series.metric, watched::CACHE_HITS | watched::HOST_CPU_STOLEN)
}

/// The first level at which none of it was left. One that was used up at a lowest level which held has nothing
/// to do with this load: other work on the machine takes it.
fn used_up(rows: &[&Row], series: &SeriesKey, broken: Option<usize>) -> Option<Saturation> {
    if !has_limit(series) {
        return None;
    }
    let mut read = rows.iter().enumerate().filter_map(|(place, row)| {
        let resource = reading(row, series)?;
        Some((place, row, resource))
    });
    let (place, row, resource) = read.find(|(_, _, resource)| resource.mean > USED_UP)?;
    let is_of_others = place == 0 && rows.len() > 1 && broken != Some(0);
    (!is_of_others).then(|| at(row, resource, SaturationSign::UsedUp))
}

/// The first level at which an objective about this very series was missed.
fn missed(rows: &[&Row], series: &SeriesKey) -> Option<Saturation> {
    rows.iter().find_map(|row| {
        let mut missed = row.judged.iter().filter(|judged| judged.is_missed);
        let own = missed.find(|judged| {
            let objective = &judged.promise.objective;
            objective.series() == &*series.metric && series.tags.contain(&objective.filter)
        })?;
        let sentence = own.promise.objective.to_string();
        Some(at(row, reading(row, series)?, SaturationSign::Missed(sentence)))
    })
}

/// It rose in proportion to the load while the target kept up, and no more when it did not. Said only of
/// levels that are a cause as often as a consequence: rates of traffic flatten whenever throughput does.
fn levelled_off(rows: &[&Row], series: &SeriesKey, broken: usize) -> Option<Saturation> {
    let is_telling = has_limit(series)
        || matches!(
            &*series.metric,
            watched::POOL_IN_USE | watched::CONNECTIONS | watched::PROCESS_CPU_CORES
        );
    let good = rows.get(..broken).filter(|good| good.len() >= 2 && is_telling)?;
    let (first, last) = (good.first()?, good.last()?);
    let end = rows.last()?;
    let value = |row: &Row| Some(reading(row, series)?.mean);
    let rise = |from: &Row, to: &Row| {
        let part = (value(to)? - value(from)?) / value(from)?;
        let load = (to.level.load - from.level.load) / from.level.load;
        (load > 0.0).then_some(part / load)
    };
    let has_followed = rise(first, last)? >= FOLLOWS;
    let has_levelled = rise(last, end)? < LEVELLED && end.level.load > 1.1 * last.level.load;
    let knee = rows.get(broken)?;
    (has_followed && has_levelled)
        .then(|| reading(knee, series))
        .flatten()
        .map(|resource| at(knee, resource, SaturationSign::LevelledOff))
}

fn at(row: &Row, resource: &LevelResource, sign: SaturationSign) -> Saturation {
    Saturation {
        series: resource.series.clone(),
        load: row.level.load,
        figure: resource.mean,
        sign,
    }
}

/// The most used of all resources with a limit, in words; for a reader who wants to know what it was not.
pub(super) fn fullest(row: &Row) -> Option<String> {
    let limited = row.level.resources.iter().filter(|resource| has_limit(&resource.series));
    let fullest = limited.max_by(|a, b| a.mean.total_cmp(&b.mean))?;
    let percent = (fullest.mean * 100.0).round();
    Some(format!("{} at {percent}%", name(&fullest.series)))
}

/// `cpu`, `host_cpu (source = host)`.
fn name(series: &SeriesKey) -> String {
    if series.tags == Tags::default() {
        return series.metric.to_string();
    }
    let tags: Vec<_> = series.tags.iter().map(|(tag, value)| format!("{tag} = {value}")).collect();
    format!("{} ({})", series.metric, tags.join(", "))
}
