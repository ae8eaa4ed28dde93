//! The resident memory of a program over time: printed while it runs, and compared at its end with what it
//! was when the program was warm.

use std::time::Duration;

/// The resident size at one moment.
#[derive(Debug, Clone, Copy)]
struct Sample {
    at: Duration,
    resident_kib: u64,
}

/// Sizes taken at regular moments.
#[derive(Debug)]
pub(super) struct Resident {
    every: Duration,
    until: Duration,
    samples: Vec<Sample>,
}

impl Resident {
    /// Takes a size each `every`, until the load ends: writing the report is not what is measured.
    pub(super) fn new(every: Duration, until: Duration) -> Self {
        Self { every, until, samples: Vec::new() }
    }

    /// A look at the program's memory, taken and printed when one is due.
    pub(super) fn look(&mut self, at: Duration, resident_kib: u64) {
        let is_due = at >= self.every.mul_f64(self.samples.len() as f64);
        if is_due && at <= self.until {
            println!("{:5} s {:8.1} MiB", at.as_secs(), mib(resident_kib));
            self.samples.push(Sample { at, resident_kib });
        }
    }

    /// Holds the last size against the first one from `warm_at` on.
    pub(super) fn print_comparison(&self, warm_at: Duration) {
        let warm = self.samples.iter().find(|sample| sample.at >= warm_at);
        let (Some(warm), Some(last)) = (warm, self.samples.last()) else { return };
        let growth = last.resident_kib as f64 / warm.resident_kib as f64 - 1.0;
        println!(
            "resident {:.1} MiB at {} s, {:.1} MiB at {} s: {:+.1} %",
            mib(warm.resident_kib),
            warm.at.as_secs(),
            mib(last.resident_kib),
            last.at.as_secs(),
            growth * 100.0
        );
    }
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
