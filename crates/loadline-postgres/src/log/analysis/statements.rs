//! All statements, by fingerprint. When there are more than are told apart, those that took least time are added up.

use std::mem;

use loadline_core::Histogram;
use rustc_hash::FxHashMap;

use super::class_times::class_of;
use super::statement::Statement;
use super::text::kept;
use crate::log::bounds::{COARSE_SCHEMA, FINE_HISTOGRAMS_MAX, FINGERPRINTS_MAX, NORMAL_BYTES_MAX};
use crate::log::normal::Normalizer;

/// Statements of a log.
#[derive(Debug)]
pub struct Statements {
    normalizer: Normalizer,
    places: FxHashMap<u64, u32>,
    all: Vec<Statement>,
    /// Seconds of calls of statements that are not told apart.
    others: Histogram,
    /// Statements that were added up; one that comes back after that is counted again.
    folded: u64,
}

impl Default for Statements {
    fn default() -> Self {
        let mut others = Histogram::new();
        others.downscale(COARSE_SCHEMA);
        Self {
            normalizer: Normalizer::new(),
            places: FxHashMap::default(),
            all: Vec::new(),
            others,
            folded: 0,
        }
    }
}

impl Statements {
    /// The place of the statement that `sql` is a call of, and its fingerprint.
    #[inline]
    pub(super) fn place(&mut self, sql: &[u8]) -> (usize, u64) {
        let (fingerprint, form) = self.normalizer.normalize(sql);
        if let Some(place) = self.places.get(&fingerprint) {
            return (*place as usize, fingerprint);
        }
        let form = kept(form, NORMAL_BYTES_MAX);
        if self.all.len() >= FINGERPRINTS_MAX {
            self.fold();
        }
        let place = self.all.len();
        let is_fine = place < FINE_HISTOGRAMS_MAX;
        let class = class_of(sql, &form);
        self.all.push(Statement::new(fingerprint, form, class, is_fine));
        self.places.insert(fingerprint, place as u32);
        (place, fingerprint)
    }

    /// The place of a statement by its fingerprint, while it is told apart.
    pub(super) fn find(&self, fingerprint: u64) -> Option<usize> {
        self.places.get(&fingerprint).map(|place| *place as usize)
    }

    /// The statement at a place.
    #[inline]
    pub(super) fn at(&mut self, place: usize) -> &mut Statement {
        &mut self.all[place]
    }

    /// Adds up the quarter that took least time.
    fn fold(&mut self) {
        let mut all = mem::take(&mut self.all);
        all.sort_by(|a, b| b.total_seconds().total_cmp(&a.total_seconds()));
        for statement in all.drain(FINGERPRINTS_MAX * 3 / 4..) {
            self.others.merge(&statement.times);
            self.folded += 1;
        }
        self.places =
            all.iter().enumerate().map(|(at, found)| (found.fingerprint, at as u32)).collect();
        for statement in all.iter_mut().skip(FINE_HISTOGRAMS_MAX).filter(|found| found.is_fine) {
            statement.is_fine = false;
            statement.times.downscale(COARSE_SCHEMA);
        }
        self.all = all;
    }

    /// All statements that are told apart, by total time from the most.
    #[must_use]
    pub fn by_total(&self) -> Vec<&Statement> {
        let mut all: Vec<&Statement> = self.all.iter().collect();
        all.sort_by(|a, b| {
            let total = b.total_seconds().total_cmp(&a.total_seconds());
            total.then_with(|| b.times.count().cmp(&a.times.count())).then(a.form.cmp(&b.form))
        });
        all
    }

    /// Calls of statements that are not told apart.
    #[must_use]
    pub const fn others(&self) -> &Histogram {
        &self.others
    }

    /// How many statements were added up to [`others`](Self::others).
    #[must_use]
    pub const fn folded(&self) -> u64 {
        self.folded
    }

    /// Calls of all statements.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.all.iter().map(|statement| statement.times.count()).sum::<u64>() + self.others.count()
    }

    /// Seconds of all calls.
    #[must_use]
    pub fn total_seconds(&self) -> f64 {
        self.all.iter().map(Statement::total_seconds).sum::<f64>() + self.others.sum()
    }
}
