//! Giving a test up: sentences that end it the moment one of them becomes true.
//!
//! Each is judged by the one judge, as the promise it is the breaking of. The first minute of a test counts
//! too: a service that cannot start is worth giving up on.

use loadline_core::{Judge, Objective, Origin, Outcome, Promise, Window};

/// When a test is given up.
pub(super) struct Abort {
    judge: Judge,
    sentences: Vec<String>,
    reason: Option<String>,
}

impl Abort {
    pub(super) fn new(sentences: &[Objective]) -> Self {
        let promise = |sentence: &Objective| Promise {
            objective: sentence.turned_round(),
            origin: Origin::CommandLine,
        };
        Self {
            judge: Judge::new(sentences.iter().map(promise)),
            sentences: sentences.iter().map(ToString::to_string).collect(),
            reason: None,
        }
    }

    /// Takes the next window; true once, when the test is to be given up.
    pub(super) fn observe(&mut self, window: &Window) -> bool {
        if self.sentences.is_empty() || self.reason.is_some() {
            return false;
        }
        self.judge.observe(window);
        let verdicts = self.judge.verdicts();
        let broken = verdicts.iter().position(|verdict| verdict.outcome == Outcome::Missed);
        self.reason = broken.map(|place| self.sentences[place].clone());
        self.reason.is_some()
    }

    /// The sentence that became true.
    pub(super) fn reason(&self) -> Option<String> {
        self.reason.clone()
    }
}
