//! The course over time: calls, their times, errors, by intervals that double when there would be too many.

use loadline_core::Histogram;

use crate::log::bounds::{COARSE_SCHEMA, POINTS_MAX};
use crate::log::moment::Moment;

/// One interval.
#[derive(Debug, Clone)]
pub struct Point {
    /// Seconds of calls that ended in it; percentiles are off by at most 1.1 %.
    pub times: Histogram,
    /// Errors in it.
    pub errors: u64,
}

/// All intervals.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// The beginning of the first.
    begin: i64,
    interval_ms: i64,
    points: Vec<Point>,
}

impl Default for Course {
    fn default() -> Self {
        Self { begin: 0, interval_ms: 1_000, points: Vec::new() }
    }
}

impl Course {
    /// The interval of a moment. One before the first counts for the first: logs are not strictly in order.
    #[inline]
    pub(super) fn at(&mut self, moment: Moment) -> &mut Point {
        if self.points.is_empty() {
            self.begin = moment.0.div_euclid(self.interval_ms) * self.interval_ms;
        }
        let mut place = ((moment.0 - self.begin) / self.interval_ms).max(0) as usize;
        if place >= self.points.len() {
            while place >= POINTS_MAX {
                self.halve();
                place = ((moment.0 - self.begin) / self.interval_ms).max(0) as usize;
            }
            self.points.resize_with(place + 1, Point::new);
        }
        &mut self.points[place]
    }

    fn halve(&mut self) {
        self.interval_ms *= 2;
        let points = std::mem::take(&mut self.points);
        let mut points = points.into_iter();
        while let Some(mut first) = points.next() {
            if let Some(second) = points.next() {
                first.times.merge(&second.times);
                first.errors += second.errors;
            }
            self.points.push(first);
        }
    }

    /// When the first begins.
    pub(super) const fn begin(&self) -> Moment {
        Moment(self.begin)
    }

    /// How long each is, in milliseconds.
    pub(super) const fn interval_ms(&self) -> i64 {
        self.interval_ms
    }

    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }
}

impl Point {
    fn new() -> Self {
        let mut times = Histogram::new();
        times.downscale(COARSE_SCHEMA);
        Self { times, errors: 0 }
    }
}
