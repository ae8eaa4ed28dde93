//! The difference of one figure between two runs, with the interval that chance leaves.

use loadline_core::Histogram;
use loadline_core::comparison::{Difference, FigureKind};

use super::cell::Requests;
use super::figures::CONFIDENCE;

/// Resolution of quantiles in replays: 0.27 %, half of what counts as relevant and less.
const SCHEMA: i8 = 8;

/// Replays that an interval needs.
const REPLAYS_MIN: usize = 500;

/// A figure of a run, and of each time it was played again.
#[derive(Debug, Clone)]
pub(super) struct Replayed {
    pub(super) value: f64,
    pub(super) replays: Vec<f64>,
}

/// B less A. None where a run was too short, or where a ratio cannot be formed.
pub(super) fn difference(a: &Replayed, b: &Replayed, kind: FigureKind) -> Option<Difference> {
    if a.replays.len().min(b.replays.len()) < REPLAYS_MIN {
        return None;
    }
    let is_relative = kind != FigureKind::Errors;
    let apart = |a: f64, b: f64| match is_relative {
        true if a > 0.0 => Some(b / a - 1.0),
        true => None,
        false => Some(b - a),
    };
    let estimate = apart(a.value, b.value)?;
    let pairs = a.replays.iter().zip(&b.replays);
    let mut replayed = pairs.map(|(a, b)| apart(*a, *b)).collect::<Option<Vec<f64>>>()?;
    replayed.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let at = |q: f64| replayed[(q * (replayed.len() - 1) as f64).round() as usize];
    Some(Difference { is_relative, estimate, low: at(tail), high: at(1.0 - tail) })
}

/// Counts of one cell by place on a scale that all cells share.
type Sparse = Vec<(usize, f64)>;

/// The quantiles `qs` (rising) of all response times, and of each replay; none without times.
pub(super) fn quantiles<const N: usize>(
    own: &[Option<&Requests>],
    draws: &[Vec<u16>],
    qs: [f64; N],
) -> Option<[Replayed; N]> {
    let mut whole = Histogram::new();
    own.iter().flatten().for_each(|requests| whole.merge(&requests.times));
    let values = whole.quantiles(&qs)?;
    let mut all = std::array::from_fn(|at| Replayed {
        value: values[at].value,
        replays: Vec::with_capacity(draws.len()),
    });
    let (scale, cells) = on_one_scale(&whole, own);
    let mut counts = vec![0.0; scale.len()];
    for drawn in draws {
        counts.fill(0.0);
        for (times, cell) in drawn.iter().zip(&cells) {
            cell.iter().for_each(|(place, count)| counts[*place] += f64::from(*times) * count);
        }
        // A replay that drew no answer at all says nothing, and a run of such replays is not compared.
        let Some(drawn) = quantiles_of(&scale, &counts, qs) else { continue };
        all.iter_mut().zip(drawn).for_each(|(own, value)| own.replays.push(value));
    }
    Some(all)
}

/// The middles of the filled buckets, and each cell's counts in them.
fn on_one_scale(whole: &Histogram, own: &[Option<&Requests>]) -> (Vec<f64>, Vec<Sparse>) {
    let buckets = whole.buckets(SCHEMA);
    let uppers: Vec<f64> = buckets.iter().map(|bucket| bucket.upper).collect();
    let scale = buckets.iter().map(|bucket| (bucket.lower * bucket.upper).sqrt()).collect();
    let place = |upper: f64| uppers.partition_point(|other| *other < upper).min(uppers.len() - 1);
    let sparse = |requests: &Option<&Requests>| -> Sparse {
        let Some(requests) = requests else { return Vec::new() };
        let buckets = requests.times.buckets(SCHEMA);
        buckets.iter().map(|bucket| (place(bucket.upper), bucket.count as f64)).collect()
    };
    (scale, own.iter().map(sparse).collect())
}

fn quantiles_of<const N: usize>(scale: &[f64], counts: &[f64], qs: [f64; N]) -> Option<[f64; N]> {
    let total: f64 = counts.iter().sum();
    if total < 1.0 {
        return None;
    }
    let mut found = [*scale.last()?; N];
    let (mut below, mut next) = (0.0, 0);
    for (middle, count) in scale.iter().zip(counts) {
        below += count;
        while next < N && below > qs[next] * (total - 1.0) {
            found[next] = *middle;
            next += 1;
        }
    }
    Some(found)
}
