//! Two readings made into what happened between them. In come an earlier and a later reading; out go the differences, and
//! whether the counters were set back in the middle: what is left of them then counts from the reset.
//!
//! Deliberately not here: reading.

use std::collections::HashMap;

use super::counters::{Counters, Reading, StatementKey};

/// What happened between two readings.
#[derive(Debug, Clone, Default)]
pub struct Between {
    /// Seconds of the server's clock between them, or since the reset where there was one.
    pub seconds: f64,
    /// Whether somebody reset the statistics in the middle, or the server lost them in a crash.
    pub was_reset: bool,
    /// Statements thrown out meanwhile: their counters are missing here.
    pub evicted: i64,
    /// What was counted, without statements that did not run.
    pub counters: HashMap<StatementKey, Counters>,
}

/// The difference of two readings.
#[must_use]
pub fn between(earlier: &Reading, later: &Reading) -> Between {
    let was_reset = was_reset(earlier, later);
    let began_s = if was_reset { later.began_s.unwrap_or(earlier.at_s) } else { earlier.at_s };
    let none = Counters::default();
    let difference = |(key, now): (&StatementKey, &Counters)| {
        // A single statement can be reset, too, or thrown out and come back.
        let before = earlier.counters.get(key).filter(|then| !was_reset && then.calls <= now.calls);
        let counted = now.since(before.unwrap_or(&none));
        (counted.calls > 0).then_some((*key, counted))
    };
    Between {
        seconds: (later.at_s - began_s).max(0.0),
        was_reset,
        evicted: if was_reset { later.evicted } else { (later.evicted - earlier.evicted).max(0) },
        counters: later.counters.iter().filter_map(difference).collect(),
    }
}

/// By the server's own word where it gives one; otherwise when most statements went back.
fn was_reset(earlier: &Reading, later: &Reading) -> bool {
    if let (Some(then), Some(now)) = (earlier.began_s, later.began_s) {
        return now > then;
    }
    let both =
        later.counters.iter().filter_map(|(key, now)| Some((earlier.counters.get(key)?, now)));
    let (mut fewer, mut all) = (0_usize, 0_usize);
    for (then, now) in both {
        all += 1;
        fewer += usize::from(now.calls < then.calls);
    }
    let has_lost_all =
        all == 0 && !earlier.counters.is_empty() && earlier.counters.len() > later.counters.len();
    has_lost_all || (fewer > 0 && fewer * 2 >= all)
}
