//! Watching thresholds while a test runs: when one of them ends it.

use std::time::Duration;

use loadline_core::verdict::Outcome;
use loadline_core::{Judge, Verdict, Window};

use super::compile::{Threshold, Thresholds};

/// How often k6 looks at thresholds.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(2);

/// Thresholds under judgement; windows come in the order of their time.
#[derive(Debug)]
pub struct ThresholdWatch {
    thresholds: Thresholds,
    judge: Judge,
    elapsed: Duration,
    next_look: Duration,
}

impl ThresholdWatch {
    /// A watch over these thresholds that has seen nothing yet.
    pub fn new(thresholds: Thresholds) -> Self {
        let judge = Judge::new(thresholds.promises());
        Self { thresholds, judge, elapsed: Duration::ZERO, next_look: LOOKED_AT_EVERY }
    }

    /// Takes the next window; gives the threshold that ends the test, where one does now. Metrics without a
    /// sample so far end nothing.
    pub fn observe(&mut self, window: &Window) -> Option<&Threshold> {
        self.judge.observe(window);
        self.elapsed += Duration::from_millis(u64::from(window.length_ms));
        if self.elapsed < self.next_look {
            return None;
        }
        self.next_look = self.elapsed + LOOKED_AT_EVERY;
        if !self.thresholds.iter().any(|threshold| threshold.abort_on_fail) {
            return None;
        }
        let verdicts = self.judge.verdicts();
        let elapsed = self.elapsed;
        let mut judged = self.thresholds.iter().zip(&verdicts);
        let crossed = judged.find(|(threshold, verdict)| {
            threshold.abort_on_fail
                && threshold.delay_abort_eval <= elapsed
                && verdict.outcome == Outcome::Missed
                && verdict.evidence.samples > 0
        });
        crossed.map(|(threshold, _)| threshold)
    }

    /// The verdicts so far, in the order of the thresholds.
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.judge.verdicts()
    }

    /// The thresholds.
    pub const fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }
}
