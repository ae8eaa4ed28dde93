//! Tracks: what was watched beside the requests, along the same points as the timeline.
//!
//! Windows come in; of each series that says where it was read, one figure for each point goes out: the mean
//! of a level, the rate of a counter, the part of a share, the 95th percentile of a database's statements. Histograms
//! of pages are left out: there may be hundreds. Memory is bounded: at most [`TRACKS_MAX`] series, two numbers a point,
//! and [`TIMES_MAX`] with a histogram a point.

use std::collections::BTreeMap;

use loadline_core::window::watched::{TAG_SOURCE, unit_of};
use loadline_core::window::{Aggregate, SeriesKey, Window};
use loadline_core::{Histogram, Unit};

/// Series followed at most; a page of metrics may have more, the whole run's figures name them all.
pub const TRACKS_MAX: usize = 256;
/// Series of times among them.
const TIMES_MAX: usize = 16;
/// The resolution of their percentiles: off by at most 1.1 %.
const TIMES_SCHEMA: i8 = 5;

/// What the figures of a track are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackKind {
    /// A level: the mean of its readings.
    Level,
    /// A counter: how much a second.
    Rate,
    /// A share: hits of all, from 0 to 1.
    Share,
    /// Times: their 95th percentile.
    P95,
}

/// A watched series along the timeline.
#[derive(Debug, Clone)]
pub struct Track {
    /// The series, with where it was read as the tag `source`.
    pub key: SeriesKey,
    /// What its figures are.
    pub kind: TrackKind,
    /// One figure for each point of the timeline; none where nothing was read.
    pub figures: Vec<Option<f64>>,
}

impl Track {
    /// Where it was read.
    pub fn source(&self) -> &str {
        self.key.tags.get(TAG_SOURCE).unwrap_or_default()
    }
}

/// A figure in two parts, so that neighbours merge exactly: what is divided, and by what; or times.
#[derive(Debug, Clone, Default)]
struct Cell {
    over: f64,
    under: f64,
    times: Option<Box<Histogram>>,
}

impl Cell {
    fn divided(over: f64, under: f64) -> Self {
        Self { over, under, times: None }
    }

    fn add(&mut self, other: &Self) {
        self.over += other.over;
        self.under += other.under;
        match (&mut self.times, &other.times) {
            (Some(own), Some(theirs)) => own.merge(theirs),
            (None, theirs) => self.times.clone_from(theirs),
            (Some(_), None) => {}
        }
    }

    fn figure(&self) -> Option<f64> {
        match &self.times {
            Some(times) => times.quantile(0.95).map(|estimate| estimate.value),
            None => (self.under > 0.0).then(|| self.over / self.under),
        }
    }
}

/// Follows watched series slot by slot.
#[derive(Debug, Default)]
pub(crate) struct Tracks {
    followed: BTreeMap<SeriesKey, (TrackKind, Vec<Cell>)>,
}

impl Tracks {
    /// Appends what `window` has to say about the slot.
    pub(crate) fn observe(&mut self, slot: u64, window: &Window) {
        let watched = window.series.iter().filter(|(key, _)| key.tags.get(TAG_SOURCE).is_some());
        for (key, aggregate) in watched {
            let Some((kind, cell)) = cell(key, aggregate, window.length_ms) else { continue };
            if !self.followed.contains_key(key) && self.is_full(kind) {
                continue;
            }
            let (_, cells) = self.followed.entry(key.clone()).or_insert_with(|| (kind, Vec::new()));
            at(cells, slot).add(&cell);
        }
    }

    fn is_full(&self, kind: TrackKind) -> bool {
        let times = || self.followed.values().filter(|(kind, _)| *kind == TrackKind::P95).count();
        self.followed.len() >= TRACKS_MAX || (kind == TrackKind::P95 && times() >= TIMES_MAX)
    }

    /// Two slots become one, as the step of the timeline doubles.
    pub(crate) fn double(&mut self) {
        for (_, cells) in self.followed.values_mut() {
            *cells = cells
                .chunks(2)
                .map(|pair| {
                    let mut whole = Cell::default();
                    pair.iter().for_each(|cell| whole.add(cell));
                    whole
                })
                .collect();
        }
    }

    /// What was in slot `from` joins slot `to`.
    pub(crate) fn join(&mut self, from: u64, to: u64) {
        for (_, cells) in self.followed.values_mut() {
            let moved = std::mem::take(at(cells, from));
            at(cells, to).add(&moved);
        }
    }

    /// The tracks at those slots; series that none of them has are left out.
    pub(crate) fn finish(self, slots: &[u64]) -> Vec<Track> {
        let track = |(key, (kind, mut cells)): (SeriesKey, (TrackKind, Vec<Cell>))| Track {
            key,
            kind,
            figures: slots.iter().map(|slot| at(&mut cells, *slot).figure()).collect(),
        };
        let tracks = self.followed.into_iter().map(track);
        tracks.filter(|track| track.figures.iter().any(Option::is_some)).collect()
    }
}

/// The cell of a slot; there are at most as many slots as points of the timeline.
fn at(cells: &mut Vec<Cell>, slot: u64) -> &mut Cell {
    let place = usize::try_from(slot).unwrap_or(usize::MAX);
    if cells.len() <= place {
        cells.resize(place + 1, Cell::default());
    }
    &mut cells[place]
}

fn cell(key: &SeriesKey, aggregate: &Aggregate, length_ms: u32) -> Option<(TrackKind, Cell)> {
    match aggregate {
        Aggregate::Histogram(times) if unit_of(&key.metric) == Some(Unit::Time) => {
            let mut times = times.clone();
            times.downscale(TIMES_SCHEMA);
            Some((TrackKind::P95, Cell { times: Some(Box::new(times)), ..Cell::default() }))
        }
        Aggregate::Histogram(_) => None,
        Aggregate::Gauge(gauge) => {
            Some((TrackKind::Level, Cell::divided(gauge.sum, gauge.count as f64)))
        }
        Aggregate::Counter(count) => {
            let seconds = f64::from(length_ms) / 1_000.0;
            Some((TrackKind::Rate, Cell::divided(*count, seconds)))
        }
        Aggregate::Share(share) => {
            Some((TrackKind::Share, Cell::divided(share.hits as f64, share.total as f64)))
        }
    }
}
