//! The four aggregates a series can have in a window, and the three ways two of them meet.

use crate::histogram::Histogram;

/// What a series amounts to within a window.
#[derive(Debug, Clone)]
pub enum Aggregate {
    /// How often which values were seen.
    Histogram(Histogram),
    /// How much came to pass.
    Counter(f64),
    /// A level, read off from time to time.
    Gauge(Gauge),
    /// How many of all had a property.
    Share(Share),
}

/// A level over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gauge {
    /// The latest reading.
    pub last: f64,
    /// The lowest reading.
    pub min: f64,
    /// The highest reading.
    pub max: f64,
    /// The sum of all readings.
    pub sum: f64,
    /// How many readings.
    pub count: u64,
}

/// Hits among all: the field's "rate" metric, named so that it is not mistaken for a frequency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many had the property.
    pub hits: u64,
    /// How many there were.
    pub total: u64,
}

impl Gauge {
    /// A single reading.
    pub const fn reading(value: f64) -> Self {
        Self { last: value, min: value, max: value, sum: value, count: 1 }
    }

    /// Adds a later reading.
    pub fn read(&mut self, value: f64) {
        self.follow(&Self::reading(value));
    }

    /// The mean of all readings.
    pub fn mean(&self) -> f64 {
        self.sum / self.count.max(1) as f64
    }

    fn follow(&mut self, later: &Self) {
        self.last = later.last;
        self.join(later);
    }

    /// Both sets of readings as one, in no order.
    fn join(&mut self, other: &Self) {
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.sum += other.sum;
        self.count += other.count;
    }

    /// Two sources of one level at the same time: the levels add up.
    fn add(&mut self, other: &Self) {
        let mean = self.mean() + other.mean();
        self.last += other.last;
        self.min += other.min;
        self.max += other.max;
        self.count = self.count.max(other.count);
        self.sum = mean * self.count as f64;
    }
}

impl Share {
    /// The hits as a fraction of all; none while there are none.
    pub fn fraction(self) -> Option<f64> {
        (self.total > 0).then(|| self.hits as f64 / self.total as f64)
    }
}

impl Aggregate {
    /// Adds what another source measured over the same time: gauges add up, the rest merges.
    pub fn add(&mut self, other: &Self) {
        match (self, other) {
            (Self::Gauge(own), Self::Gauge(theirs)) => own.add(theirs),
            (own, theirs) => own.merge(theirs),
        }
    }

    /// Appends what was measured later: the gauge's latest reading is the later one.
    pub fn follow(&mut self, later: &Self) {
        match (self, later) {
            (Self::Gauge(own), Self::Gauge(theirs)) => own.follow(theirs),
            (own, theirs) => own.merge(theirs),
        }
    }

    /// Puts another series of the metric beside this one: gauges are pooled, as cores of one machine are.
    pub fn join(&mut self, other: &Self) {
        match (self, other) {
            (Self::Gauge(own), Self::Gauge(theirs)) => own.join(theirs),
            (own, theirs) => own.merge(theirs),
        }
    }

    /// A series keeps its kind; where two sources disagree the first one stays and the other is left out.
    fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Histogram(own), Self::Histogram(theirs)) => own.merge(theirs),
            (Self::Counter(own), Self::Counter(theirs)) => *own += theirs,
            (Self::Share(own), Self::Share(theirs)) => {
                own.hits += theirs.hits;
                own.total += theirs.total;
            }
            (own, theirs) => debug_assert!(false, "two kinds in one series: {own:?}, {theirs:?}"),
        }
    }
}
