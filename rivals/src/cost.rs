//! What work costs in CPU time of this process, which a busy machine disturbs less than the clock on the wall. Rounds of
//! all contenders take turns and the quickest of each counts, so that a disturbance falls on none of them alone.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Rounds of each contender.
const ROUNDS: usize = 7;

/// CPU time of all threads of this process so far.
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// CPU nanoseconds per operation of one run of `work`, which does `operations` of them.
pub fn ns_per_operation(operations: u64, work: impl FnOnce()) -> f64 {
    let begin = cpu_time();
    work();
    (cpu_time() - begin).as_nanos() as f64 / operations as f64
}

/// One contender: its name and a round, which comes back with the round's figure.
pub type Contender<'a> = (&'a str, Box<dyn FnMut() -> f64 + 'a>);

/// Lets the contenders take turns and writes a row for the lowest figure of each.
pub fn compare(what: &str, unit: &str, contenders: Vec<Contender<'_>>) {
    let mut lowest: Vec<_> =
        contenders.into_iter().map(|(who, round)| (who, round, f64::MAX)).collect();
    for _ in 0..ROUNDS {
        for (_, round, figure) in &mut lowest {
            *figure = figure.min(round());
        }
    }
    for (who, _, figure) in lowest {
        crate::table::row(what, who, figure, unit);
    }
}
