//! The course over time: calls, their times, errors, by intervals that double when there would be too many; and the same
//! as windows, which the judge of a load test takes.

use loadline_core::window::{Aggregate, SeriesKey, watched};
use loadline_core::{Histogram, Window};

use super::class_times::{ClassTimes, LogSeries};
use crate::log::bounds::{COARSE_SCHEMA, POINTS_MAX};
use crate::log::moment::Moment;
use crate::statements::{StatementClass, tags};

/// One interval.
#[derive(Debug, Clone)]
pub struct Point {
    /// Seconds of calls that ended in it; percentiles are off by at most 1.1 %.
    pub times: Histogram,
    /// The same by the class of the statements, transactions and the like left out.
    pub classes: ClassTimes,
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
                first.classes.merge(&second.classes);
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

    /// Every interval as a window.
    pub(super) fn windows(&self) -> impl Iterator<Item = Window> {
        let errors_key = SeriesKey::new(watched::SQL_ERRORS, tags(SOURCE, None));
        self.points.iter().enumerate().map(move |(place, point)| {
            let start_ms = self.begin + place as i64 * self.interval_ms;
            let length_ms = u32::try_from(self.interval_ms).unwrap_or(u32::MAX);
            let mut window = Window::new(start_ms, length_ms);
            window.series = point.classes.series(SOURCE, LogSeries::All);
            window.series.insert(errors_key.clone(), Aggregate::Counter(point.errors as f64));
            window
        })
    }
}

/// Where the figures of whole logs were read.
const SOURCE: &str = "log";

impl Point {
    fn new() -> Self {
        Self { times: coarse(), classes: ClassTimes::default(), errors: 0 }
    }

    /// Adds a call.
    #[inline]
    pub(super) fn call(&mut self, class: StatementClass, seconds: f64) {
        self.times.record(seconds);
        self.classes.record(class, seconds, coarse);
    }
}

fn coarse() -> Histogram {
    let mut times = Histogram::new();
    times.downscale(COARSE_SCHEMA);
    times
}
