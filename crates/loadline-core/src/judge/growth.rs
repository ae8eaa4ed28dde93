//! Growth: how much a level rose over the run, read off a straight line through all windows.
//!
//! The line is the least-squares fit through (time, level) of each window; growth is its rise from the first
//! window to the last as a share of where it begins. Unlike "last minus first" one noisy reading does not
//! decide it, and five sums are all the memory it takes.

/// Windows below which a line says nothing.
const WINDOWS_MIN: u64 = 3;

/// The sums of a running least-squares fit. Times are relative to the first window, in seconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Growth {
    windows: u64,
    first_ms: i64,
    last_seconds: f64,
    time: f64,
    level: f64,
    time_time: f64,
    time_level: f64,
}

impl Growth {
    pub(super) fn observe(&mut self, at_ms: i64, level: f64) {
        if self.windows == 0 {
            self.first_ms = at_ms;
        }
        let time = (at_ms - self.first_ms) as f64 / 1_000.0;
        self.windows += 1;
        self.last_seconds = time;
        self.time += time;
        self.level += level;
        self.time_time += time * time;
        self.time_level += time * level;
    }

    /// The rise as a share of the beginning; none with too few windows or a beginning at zero.
    pub(super) fn share(&self) -> Option<f64> {
        if self.windows < WINDOWS_MIN {
            return None;
        }
        let n = self.windows as f64;
        let spread = n * self.time_time - self.time * self.time;
        let slope = (n * self.time_level - self.time * self.level) / spread;
        let begin = (self.level - slope * self.time) / n;
        (begin > 0.0 && spread > 0.0).then(|| slope * self.last_seconds / begin)
    }
}
