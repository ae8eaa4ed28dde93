//! How fast a size grows and how sure that is: Sen's slope, the median of the slopes of all pairs of samples, with the
//! confidence interval from the distribution of Kendall's S (P. K. Sen, "Estimates of the regression coefficient based on
//! Kendall's tau", Journal of the American Statistical Association 63, 1968; R. O. Gilbert, "Statistical Methods for
//! Environmental Pollution Monitoring", 1987, section 16.5). A single step or spike hardly moves it, which a least-squares
//! line follows.

use std::time::Duration;

/// The standard normal quantile of a two-sided 95 % interval.
const Z_95: f64 = 1.959_964;
/// With fewer samples the interval is that of a guess.
const SAMPLES_MIN: usize = 10;

/// A slope and its 95 % confidence interval, in bytes per second. Samples of a process depend on those before them, so
/// the interval is narrower than the truth: the alarm that uses it asks for a size of growth, too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// The slope.
    pub bytes_per_s: f64,
    /// The lower bound.
    pub lower_bytes_per_s: f64,
    /// The upper bound.
    pub upper_bytes_per_s: f64,
}

/// The growth of a size sampled at these times; nothing for fewer than ten samples, or when no time passed.
///
/// ```
/// use loadline_toolkit::memory::growth;
/// use std::time::Duration;
///
/// let samples: Vec<_> = (0..20).map(|s| (Duration::from_secs(s), 5_000 + 100 * s)).collect();
/// let growth = growth(&samples).expect("enough samples");
/// assert_eq!((growth.bytes_per_s, growth.lower_bytes_per_s), (100.0, 100.0));
/// ```
#[must_use]
pub fn growth(samples: &[(Duration, u64)]) -> Option<Growth> {
    if samples.len() < SAMPLES_MIN {
        return None;
    }
    let mut slopes = slopes(samples);
    if slopes.is_empty() {
        return None;
    }
    slopes.sort_unstable_by(f64::total_cmp);
    let count = slopes.len();
    #[expect(clippy::cast_precision_loss, reason = "a few ten thousand slopes")]
    let (pairs, half) = (count as f64, Z_95 * variance_of_s(samples).sqrt() / 2.0);
    let middle = pairs / 2.0;
    Some(Growth {
        bytes_per_s: f64::midpoint(slopes[(count - 1) / 2], slopes[count / 2]),
        lower_bytes_per_s: slopes[place(middle - half, count)],
        upper_bytes_per_s: slopes[place(middle + half, count)],
    })
}

/// The place in the sorted slopes of a rank that may lie between two, or outside.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the slopes' places"
)]
fn place(rank: f64, count: usize) -> usize {
    (rank.max(0.0) as usize).min(count - 1)
}

/// The slopes of all pairs between which time passed.
#[expect(clippy::cast_precision_loss, reason = "sizes stay below 2^53")]
fn slopes(samples: &[(Duration, u64)]) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(samples.len() * (samples.len() - 1) / 2);
    for (index, (from, small)) in samples.iter().enumerate() {
        for (to, large) in &samples[index + 1..] {
            let seconds = to.saturating_sub(*from).as_secs_f64();
            if seconds > 0.0 {
                slopes.push((*large as f64 - *small as f64) / seconds);
            }
        }
    }
    slopes
}

/// The variance of Kendall's S without a trend, corrected for sizes that are the same.
#[expect(clippy::cast_precision_loss, reason = "a few hundred samples")]
fn variance_of_s(samples: &[(Duration, u64)]) -> f64 {
    let term = |n: usize| (n as f64) * (n as f64 - 1.0) * (2.0 * n as f64 + 5.0);
    let mut sizes: Vec<u64> = samples.iter().map(|(_, size)| *size).collect();
    sizes.sort_unstable();
    let ties: f64 = sizes.chunk_by(|a, b| a == b).map(|same| term(same.len())).sum();
    (term(samples.len()) - ties) / 18.0
}
