//! Laws that delays follow. In comes a law and a seed; out go the delays one by one, and the exact
//! quantiles that a measurement of them must find.
//!
//! A random delay is the law's quantile at a uniform random share, so that the quantile function
//! *is* the truth. Deliberately not here: waiting, which is the server's business.

use std::time::Duration;

use crate::normal::normal_quantile;

/// How long answers take.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Always the same.
    Constant(Duration),
    /// Evenly spread between two bounds.
    Uniform {
        /// The shortest delay.
        low: Duration,
        /// The longest delay.
        high: Duration,
    },
    /// Log-normal: the logarithm is normally distributed, as latencies of real services nearly are.
    LogNormal {
        /// The delay that half of the answers stay below.
        median: Duration,
        /// The standard deviation of the natural logarithm.
        sigma: f64,
    },
    /// One of two values.
    Bimodal {
        /// The usual delay.
        fast: Duration,
        /// The other delay.
        slow: Duration,
        /// The share of slow answers, 0 to 1.
        slow_share: f64,
    },
    /// These delays in turn, from the start again after the last. None at all: no delay.
    Schedule(Vec<Duration>),
}

impl Law {
    /// The delay that the share `q` of all answers does not exceed, in closed form.
    ///
    /// `q` is held to 0–1. The highest delay of a log-normal law has no bound: `Duration::MAX`.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Duration {
        let q = q.clamp(0.0, 1.0);
        match self {
            Self::Constant(delay) => *delay,
            Self::Uniform { low, high } => *low + high.saturating_sub(*low).mul_f64(q),
            Self::LogNormal { median, sigma } => {
                let seconds = median.as_secs_f64() * (sigma * normal_quantile(q)).exp();
                Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
            }
            Self::Bimodal { fast, slow, slow_share } => {
                if q <= 1.0 - slow_share {
                    *fast
                } else {
                    *slow
                }
            }
            Self::Schedule(delays) => {
                let mut sorted = delays.clone();
                sorted.sort_unstable();
                let rank = (q * sorted.len() as f64).ceil() as usize;
                sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
            }
        }
    }

    /// The endless series of delays that `seed` leads to; the same seed gives the same series.
    #[must_use]
    pub fn delays(&self, seed: u64) -> Delays {
        Delays { law: self.clone(), random: fastrand::Rng::with_seed(seed), position: 0 }
    }
}

/// The delays of a law, one after the other, without end.
#[derive(Debug, Clone)]
pub struct Delays {
    law: Law,
    random: fastrand::Rng,
    position: usize,
}

impl Iterator for Delays {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let delay = match &self.law {
            Law::Schedule(delays) if delays.is_empty() => Duration::ZERO,
            Law::Schedule(delays) => {
                let delay = delays[self.position];
                self.position = (self.position + 1) % delays.len();
                delay
            }
            law => law.quantile(self.random.f64()),
        };
        Some(delay)
    }
}
