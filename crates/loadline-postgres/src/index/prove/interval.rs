//! A ratio of times and how sure it is: Student's interval over the logarithms of pairs, which shared noise cancels out of.
//!
//! Deliberately not here: when enough pairs were run (`compare`).

/// A ratio, after to before, with its 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The best guess.
    pub estimate: f64,
    /// The interval's lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Pairs of times under two sets of indexes.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    before_s: Vec<f64>,
    after_s: Vec<f64>,
}

/// A statement's part of a total: its weighted time before, and pairs where its plan changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'p> {
    pub(super) before_s: f64,
    pub(super) pairs: Option<&'p Pairs>,
}

/// Shorter times are taken for this: no clock tells them apart.
const SECONDS_MIN: f64 = 1e-6;

impl Pairs {
    pub(super) fn push(&mut self, before_s: f64, after_s: f64) {
        self.before_s.push(before_s.max(SECONDS_MIN));
        self.after_s.push(after_s.max(SECONDS_MIN));
    }

    pub(super) fn len(&self) -> usize {
        self.before_s.len()
    }

    /// Median time before.
    pub(super) fn before_s(&self) -> f64 {
        median(&self.before_s)
    }

    /// The mean of the logarithms of the ratios and the square of its standard error.
    fn log_mean(&self) -> (f64, f64) {
        let logs = self.before_s.iter().zip(&self.after_s).map(|(before, after)| {
            let ratio: f64 = after / before;
            ratio.ln()
        });
        let logs: Vec<f64> = logs.collect();
        let count = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = logs.iter().map(|log| (log - mean).powi(2)).sum();
        (mean, squares / (count - 1.0).max(1.0) / count.max(1.0))
    }

    /// The ratio, once there are two pairs.
    pub(super) fn interval(&self) -> Option<Interval> {
        if self.len() < 2 {
            return None;
        }
        let (mean, variance) = self.log_mean();
        let half = student(self.len() as f64 - 1.0) * variance.sqrt();
        Some(Interval { estimate: mean.exp(), low: (mean - half).exp(), high: (mean + half).exp() })
    }
}

impl Interval {
    /// Half the width, on the logarithms.
    pub(super) fn half_width(&self) -> f64 {
        (self.high / self.low).ln() / 2.0
    }
}

/// The ratio of two totals whose parts were measured apart: parts with the same plan change nothing, the others bring their
/// variance; degrees of freedom after Welch and Satterthwaite.
pub(super) fn total(parts: &[Part<'_>]) -> Option<Interval> {
    let before: f64 = parts.iter().map(|part| part.before_s).sum();
    if before <= 0.0 {
        return None;
    }
    let (mut after, mut variance, mut spread) = (0.0, 0.0, 0.0);
    for part in parts {
        let Some(pairs) = part.pairs else {
            after += part.before_s;
            continue;
        };
        let (mean, squared) = pairs.log_mean();
        let mine = part.before_s * mean.exp();
        after += mine;
        let own = mine * mine * squared;
        variance += own;
        spread += own * own / (pairs.len() as f64 - 1.0).max(1.0);
    }
    let freedom = if spread > 0.0 { variance * variance / spread } else { f64::INFINITY };
    let half = student(freedom) * variance.sqrt() / before;
    let estimate = after / before;
    Some(Interval { estimate, low: (estimate - half).max(0.0), high: estimate + half })
}

/// The middle of some times.
pub(super) fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// Student's t below which 97.5 % lie, by degrees of freedom; beyond ten by Fisher's expansion, right to three digits.
fn student(freedom: f64) -> f64 {
    const FEW: [f64; 10] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
    const NORMAL: f64 = 1.959_964;
    let freedom = freedom.max(1.0);
    if freedom < 11.0 {
        return FEW[(freedom as usize - 1).min(FEW.len() - 1)];
    }
    let cube = (NORMAL.powi(3) + NORMAL) / 4.0;
    let fifth = (5.0 * NORMAL.powi(5) + 16.0 * NORMAL.powi(3) + 3.0 * NORMAL) / 96.0;
    NORMAL + cube / freedom + fifth / (freedom * freedom)
}

#[cfg(test)]
mod tests;
