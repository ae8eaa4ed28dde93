//! The load at which the target stopped keeping up, and why.

use super::table::{LoadAxis, Sign};
use crate::window::SeriesKey;

/// What the levels of a run say about the most the target carries.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakingPoint {
    /// What loads are counted in.
    pub axis: LoadAxis,
    /// The highest level that held; none when not even the lowest did.
    pub sustained: Option<Sustained>,
    /// Whether it broke, and where.
    pub breaking: Breaking,
}

/// The most that was carried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sustained {
    /// The load of the level.
    pub load: f64,
    /// Iterations finished per second at it.
    pub achieved_per_second: f64,
    /// Requests finished per second at it.
    pub requests_per_second: f64,
}

/// Whether the target broke.
#[derive(Debug, Clone, PartialEq)]
pub enum Breaking {
    /// It did.
    Found {
        /// The best figure of the load at which it did.
        load: f64,
        /// The highest load known to hold; none when not even the lowest level did.
        low: Option<f64>,
        /// The lowest load known not to hold.
        high: f64,
        /// Iterations per second at which throughput levelled off; none where it did not.
        capacity_per_second: Option<f64>,
        /// How the figure was come by, in words.
        estimate: &'static str,
        /// What showed first.
        sign: Sign,
        /// What was behind it.
        cause: Cause,
        /// Every watched resource that saturated, the one that did at the lowest load first.
        saturated: Vec<Saturation>,
    },
    /// Every level held, up to this load: the breaking point lies above it.
    NotReached {
        /// The highest load tried.
        highest: f64,
    },
    /// The generator gave out before the target: nothing is known above this load.
    Generator {
        /// The lowest load at which the generator passed its limits.
        load: f64,
        /// The limit it passed, in words.
        limit: String,
    },
}

/// What was behind a breaking point, as far as the measurements tell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// A watched resource was used up.
    Resource(Saturation),
    /// The target refused work: this kind of error, at this share of requests.
    Errors {
        /// The most frequent kind.
        kind: String,
        /// Failed requests among all.
        share: f64,
    },
    /// Not known; the text says what is missing.
    Unknown {
        /// Why it is not known, and what would tell.
        why: String,
    },
}

/// A resource at its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Saturation {
    /// The series it was read from.
    pub series: SeriesKey,
    /// The load at which it first was.
    pub load: f64,
    /// Its mean at that load.
    pub figure: f64,
    /// What shows that it is at its limit.
    pub sign: SaturationSign,
}

/// What shows that a resource is at its limit.
#[derive(Debug, Clone, PartialEq)]
pub enum SaturationSign {
    /// More than nine tenths of it were in use.
    UsedUp,
    /// An objective about it was missed: this sentence.
    Missed(String),
    /// It rose with the load and then no more: a hint, since whatever follows throughput does the same.
    LevelledOff,
}
