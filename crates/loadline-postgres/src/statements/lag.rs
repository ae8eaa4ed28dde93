//! How far the slowest replica is behind, in seconds. In come, at each look, how far the log was written and how far every
//! replica has shown it; out goes for how long the first of what is still to be shown has been there.
//!
//! The server's own `replay_lag` is of the last part that was shown: it stands still where a replica does. Deliberately not
//! here: asking.

use std::collections::VecDeque;

/// Looks that are remembered. When there would be more, every second one is forgotten: the age of what waits is then
/// known less exactly, by as much as lies between two looks.
const LOOKS_MAX: usize = 512;

/// When the log was first seen written up to where.
#[derive(Debug, Default)]
pub(super) struct LagWatch {
    looks: VecDeque<(f64, i64)>,
}

impl LagWatch {
    /// Takes a look at the moment `at_s`; gives the seconds that the slowest replica is behind at the least.
    pub(super) fn behind_s(&mut self, at_s: f64, written: i64, shown: i64) -> f64 {
        if self.looks.back().is_none_or(|(_, last)| *last < written) {
            self.looks.push_back((at_s, written));
        }
        while self.looks.front().is_some_and(|(_, written)| *written <= shown) {
            self.looks.pop_front();
        }
        if self.looks.len() > LOOKS_MAX {
            let mut is_kept = false;
            self.looks.retain(|_| {
                is_kept = !is_kept;
                is_kept
            });
        }
        self.looks.front().map_or(0.0, |(since_s, _)| (at_s - since_s).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::{LOOKS_MAX, LagWatch};

    #[test]
    fn a_replica_that_keeps_up_is_not_behind() {
        let mut lag = LagWatch::default();
        let behind: Vec<f64> = (0..9_u8)
            .map(|s| lag.behind_s(s.into(), i64::from(s) * 100, i64::from(s) * 100 - 1))
            .collect();
        assert_eq!(behind, [0.0; 9]);
    }

    #[test]
    fn one_that_stands_still_falls_behind_by_the_clock_until_it_goes_on() {
        let mut lag = LagWatch::default();
        let looks = [(0.0, 100, 100), (1.0, 200, 100), (2.0, 300, 100), (3.0, 300, 100)];
        let behind = looks.map(|(at_s, written, shown)| lag.behind_s(at_s, written, shown));
        assert_eq!(behind, [0.0, 0.0, 1.0, 2.0]);
        assert_eq!(lag.behind_s(4.0, 300, 200), 2.0);
        assert_eq!(lag.behind_s(5.0, 300, 300), 0.0);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut lag = LagWatch::default();
        let last = (0..10_000_i32).map(|s| lag.behind_s(s.into(), s.into(), 0)).last();
        assert_eq!(last, Some(9_998.0));
        assert!(lag.looks.len() <= LOOKS_MAX);
    }
}
