//! Holds: stretches in which the load stayed the same, with the transition to them left out.

use loadline_core::level::HOLD_MIN_MS;

use super::fold::Fold;

/// Loads that differ by less than this part of themselves are the same load.
const SAME: f64 = 0.005;
/// Part of a hold that is left out at its beginning, while queues and connections find their new size.
const TRANSITION_PART: u64 = 5;
/// The most that is left out.
const TRANSITION_MAX_MS: u64 = 10_000;
/// Holds kept; beyond it the two neighbours whose loads are nearest become one.
const HOLDS_MAX: usize = 50;

/// Windows of one load that follow each other.
#[derive(Debug)]
struct Stretch {
    load: f64,
    /// Windows that may belong to the transition, at most [`TRANSITION_MAX_MS`] of them.
    early: Vec<Fold>,
    early_ms: u64,
    rest: Option<Fold>,
    rest_ms: u64,
}

/// Finds the holds of a run.
#[derive(Debug, Default)]
pub(super) struct Holds {
    current: Option<Stretch>,
    holds: Vec<Held>,
    peak: f64,
}

/// A hold.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) fold: Fold,
    /// Whether no load before it was higher.
    pub(super) is_rising: bool,
}

impl Holds {
    /// Appends a window. What turns out to have been passed through on the way up comes back.
    pub(super) fn push(&mut self, load: f64, fold: Fold) -> Vec<Fold> {
        let is_same = |stretch: &Stretch| (load - stretch.load).abs() <= SAME * stretch.load;
        let passed = match &self.current {
            Some(stretch) if is_same(stretch) => Vec::new(),
            _ => self.close(),
        };
        let stretch = self.current.get_or_insert_with(|| Stretch {
            load,
            early: Vec::new(),
            early_ms: 0,
            rest: None,
            rest_ms: 0,
        });
        stretch.push(fold);
        passed
    }

    /// Ends the stretch under way: the load changed, or there is none.
    pub(super) fn close(&mut self) -> Vec<Fold> {
        let Some(stretch) = self.current.take() else { return Vec::new() };
        // Users come one by one, so that a hold may lie a little below the peak before it.
        let is_rising = stretch.load >= self.peak * (1.0 - 2.0 * SAME);
        self.peak = self.peak.max(stretch.load);
        if stretch.early_ms + stretch.rest_ms < HOLD_MIN_MS {
            return if is_rising { stretch.early } else { Vec::new() };
        }
        self.holds.extend(stretch.settled().map(|fold| Held { fold, is_rising }));
        if self.holds.len() > HOLDS_MAX {
            self.join_nearest();
        }
        Vec::new()
    }

    fn join_nearest(&mut self) {
        let apart = |pair: &[Held]| {
            let both = pair[0].is_rising == pair[1].is_rising;
            if both { (pair[0].fold.load() - pair[1].fold.load()).abs() } else { f64::INFINITY }
        };
        let gaps = self.holds.windows(2).map(apart);
        let nearest = gaps.enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b));
        if let Some((place, _)) = nearest {
            let later = self.holds.remove(place + 1);
            self.holds[place].fold.follow(later.fold);
        }
    }

    /// All holds, in the order of time.
    pub(super) fn finish(self) -> Vec<Held> {
        self.holds
    }
}

impl Stretch {
    fn push(&mut self, fold: Fold) {
        if self.early_ms < TRANSITION_MAX_MS {
            self.early_ms += fold.covered_ms;
            self.early.push(fold);
        } else {
            self.rest_ms += fold.covered_ms;
            match &mut self.rest {
                Some(rest) => rest.follow(fold),
                None => self.rest = Some(fold),
            }
        }
    }

    /// Its windows without those that begin within the transition.
    fn settled(self) -> Option<Fold> {
        let length_ms = self.early_ms + self.rest_ms;
        let left_out_ms = (length_ms / TRANSITION_PART).min(TRANSITION_MAX_MS);
        let settled_ms = self.early.first()?.start_ms + left_out_ms as i64;
        let late = self.early.into_iter().filter(|fold| fold.start_ms >= settled_ms);
        late.chain(self.rest).reduce(|mut whole, later| {
            whole.follow(later);
            whole
        })
    }
}
