//! Missed arrivals: those that were dropped because no user was free, until one is served that stands for them.
//!
//! A test that drops arrivals sends least when the target is slowest, so what it measures then is too good.
//! Whoever is served next knows for how many others nobody was, and since when.

use std::time::{Duration, Instant};

/// Moments kept one by one; what comes on top is spread evenly from there to the latest.
const EXACT_MAX: usize = 100_000;

/// When the arrivals were due that were dropped since the last one served.
#[derive(Debug, Clone, Default)]
pub struct Missed {
    exact: Vec<Instant>,
    /// How many came on top, and when the latest was due.
    more: u64,
    latest: Option<Instant>,
}

impl Missed {
    /// One more, due later than all before it.
    pub(crate) fn push(&mut self, due: Instant) {
        if self.exact.len() < EXACT_MAX {
            self.exact.push(due);
        } else {
            self.more += 1;
        }
        self.latest = Some(due);
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.exact.len() as u64 + self.more
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.latest.is_none()
    }

    /// When each was due, in order of time: the first hundred thousand exactly, any more as if they had come
    /// evenly.
    pub fn moments(&self) -> impl Iterator<Item = Instant> {
        let last_exact = self.exact.last().copied();
        let stretch = self.latest.zip(last_exact).map_or(Duration::ZERO, |(to, from)| to - from);
        let spread = move |place: u64| {
            let share = (place + 1) as f64 / self.more as f64;
            last_exact.map(|from| from + stretch.mul_f64(share))
        };
        self.exact.iter().copied().chain((0..self.more).filter_map(spread))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missed(count: u64) -> (Instant, Missed) {
        let begin = Instant::now();
        let mut missed = Missed::default();
        (0..count).for_each(|place| missed.push(begin + Duration::from_millis(place)));
        (begin, missed)
    }

    #[test]
    fn moments_are_kept_as_they_were() {
        let (begin, missed) = missed(1_000);
        let expected = (0..1_000).map(|place| begin + Duration::from_millis(place));
        assert!(missed.moments().eq(expected));
        assert_eq!(missed.count(), 1_000);
        assert!(Missed::default().is_empty() && !missed.is_empty());
    }

    #[test]
    fn what_is_too_many_to_keep_is_counted_and_spread_evenly() {
        let (begin, missed) = missed(250_000);
        assert_eq!(missed.count(), 250_000);
        let moments: Vec<_> = missed.moments().collect();
        assert_eq!(moments.len(), 250_000);
        for (place, moment) in moments.iter().enumerate() {
            let expected = begin + Duration::from_millis(place as u64);
            let apart = moment.max(&expected).duration_since(*moment.min(&expected));
            assert!(apart < Duration::from_micros(1), "{place}: {apart:?}");
        }
    }
}
