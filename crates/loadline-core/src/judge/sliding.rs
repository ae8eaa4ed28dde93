//! A sliding stretch: the aggregate of the last so many seconds, at every moment.
//!
//! Histograms merge but do not subtract, so the stretch is kept as two stacks: pushes go to the back with a
//! running merge, pops come from the front where each entry already holds the merge of all younger ones there.
//! A push or pop costs one merge on average. Windows are gathered into at most about a thousand chunks
//! however long the stretch is.

use crate::window::Aggregate;

/// Chunks a stretch is cut into at most.
const CHUNKS_MAX: u64 = 1_000;

#[derive(Debug)]
struct Chunk {
    length_ms: u64,
    aggregate: Option<Aggregate>,
}

/// The aggregate over the latest `span_ms`.
#[derive(Debug)]
pub(super) struct Sliding {
    span_ms: u64,
    filling: Chunk,
    back: Vec<Chunk>,
    back_merged: Option<Aggregate>,
    front: Vec<Chunk>,
    covered_ms: u64,
}

impl Sliding {
    pub(super) fn new(span_ms: u64) -> Self {
        Self {
            span_ms,
            filling: Chunk { length_ms: 0, aggregate: None },
            back: Vec::new(),
            back_merged: None,
            front: Vec::new(),
            covered_ms: 0,
        }
    }

    /// Appends a window's aggregate. Gives the whole stretch each time it is full and has moved on.
    pub(super) fn push(
        &mut self,
        length_ms: u64,
        aggregate: Option<&Aggregate>,
    ) -> Option<(Option<Aggregate>, u64)> {
        self.filling.length_ms += length_ms;
        follow(&mut self.filling.aggregate, aggregate);
        if self.filling.length_ms < self.span_ms / CHUNKS_MAX {
            return None;
        }
        let chunk = std::mem::replace(&mut self.filling, Chunk { length_ms: 0, aggregate: None });
        self.covered_ms += chunk.length_ms;
        follow(&mut self.back_merged, chunk.aggregate.as_ref());
        self.back.push(chunk);
        self.drop_outlived();
        (self.covered_ms >= self.span_ms).then(|| (self.whole(), self.covered_ms))
    }

    fn drop_outlived(&mut self) {
        loop {
            if self.front.is_empty() {
                self.turn_over();
            }
            let Some(oldest) = self.front.last() else { return };
            if self.covered_ms - oldest.length_ms < self.span_ms {
                return;
            }
            self.covered_ms -= oldest.length_ms;
            self.front.pop();
        }
    }

    /// Moves the back to the front, each entry merged with all that came after it.
    fn turn_over(&mut self) {
        let mut younger: Option<Aggregate> = None;
        while let Some(chunk) = self.back.pop() {
            let mut merged = chunk.aggregate;
            follow(&mut merged, younger.as_ref());
            younger.clone_from(&merged);
            self.front.push(Chunk { length_ms: chunk.length_ms, aggregate: merged });
        }
        self.back_merged = None;
    }

    fn whole(&self) -> Option<Aggregate> {
        let mut whole = self.front.last().and_then(|oldest| oldest.aggregate.clone());
        follow(&mut whole, self.back_merged.as_ref());
        whole
    }
}

/// Appends `later` to `own`, either of which may be nothing.
pub(super) fn follow(own: &mut Option<Aggregate>, later: Option<&Aggregate>) {
    match (own, later) {
        (Some(own), Some(later)) => own.follow(later),
        (own @ None, Some(later)) => *own = Some(later.clone()),
        (_, None) => {}
    }
}
