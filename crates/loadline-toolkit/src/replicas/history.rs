//! How far behind a replica is, in time: the primary's positions are kept with the moments they were read at, and a
//! replica lags since the first of them that it has not reached. No clock of another machine is asked, an idle primary
//! causes no lag, and a replica that is cut off lags however it sees itself.

use super::Position;
use std::{collections::VecDeque, time::Duration};
use tokio::time::Instant;

/// Positions kept; with one per half second the longest lag that is told exactly is more than eight minutes.
const POSITIONS_MAX: usize = 1_024;

/// The primary's positions, the oldest first, each larger than the one before.
#[derive(Debug, Default)]
pub(super) struct History {
    positions: VecDeque<(Instant, Position)>,
}

impl History {
    /// The primary was here at this moment.
    pub(super) fn note(&mut self, at: Instant, position: Position) {
        let last = self.positions.back().map(|(_, position)| *position);
        if last.is_some_and(|last| position < last) {
            // The primary was restored from a backup: what was known of it is of another log.
            self.positions.clear();
        }
        if last == Some(position) {
            return;
        }
        if self.positions.len() == POSITIONS_MAX {
            self.positions.pop_front();
        }
        self.positions.push_back((at, position));
    }

    /// The lag of a replica that is at `position`: at least this, and at most one look at the primary more.
    pub(super) fn lag(&self, now: Instant, position: Position) -> Duration {
        let reached = self.positions.partition_point(|(_, known)| *known <= position);
        self.positions
            .get(reached)
            .map_or(Duration::ZERO, |(since, _)| now.saturating_duration_since(*since))
    }
}
