//! A limit on requests per second of a whole run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// So many requests per second at most, those of all users together and none of them saved up. The one figure
/// that all threads share for each request, and only where a limit was asked for.
#[derive(Debug, Clone)]
pub struct Pace {
    between_ns: u64,
    began: Instant,
    /// When the next request may start, in nanoseconds after the beginning.
    next_ns: Arc<AtomicU64>,
}

impl Pace {
    /// So many requests per second; none for no requests at all, which is no limit.
    pub fn per_second(requests: u64) -> Option<Self> {
        let between_ns = 1_000_000_000_u64.checked_div(requests)?;
        Some(Self { between_ns, began: Instant::now(), next_ns: Arc::default() })
    }

    /// The moment at which a request that comes `now` may start.
    pub(super) fn start_of(&self, now: Instant) -> Instant {
        let now_ns = u64::try_from(now.saturating_duration_since(self.began).as_nanos());
        let now_ns = now_ns.unwrap_or(u64::MAX);
        let later = |next: u64| Some(next.max(now_ns).saturating_add(self.between_ns));
        let next = self.next_ns.fetch_update(Ordering::Relaxed, Ordering::Relaxed, later);
        let start_ns = next.unwrap_or_default().max(now_ns);
        self.began + Duration::from_nanos(start_ns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_start_one_interval_after_the_other_and_nothing_is_saved_up() {
        let pace = Pace::per_second(10).unwrap();
        let at = |ms: u64| pace.began + Duration::from_millis(ms);
        let starts = [0, 0, 50, 1_000, 1_000].map(|ms| pace.start_of(at(ms)) - pace.began);
        let starts = starts.map(|start| start.as_millis());
        assert_eq!(starts, [0, 100, 200, 1_000, 1_100]);
        assert!(Pace::per_second(0).is_none());
    }
}
