//! From single measurements to windows of one second, in bounded memory.
//!
//! Measurements come in almost any order, each with its moment; windows leave in the order of time. All stay open
//! while there is room; beyond that the oldest leaves, and what still comes for it is counted in the oldest
//! that is open, and told. Rates divide by the time that windows cover, so time in which nothing came to
//! pass leaves as an empty window, and the outermost windows end where the measurements do.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window, names};
use loadline_core::{Histogram, histogram};

use super::about::About;
use super::bounds::{Bounded, shortened};
use super::clock::LATEST_MS;

/// Values that open windows hold at most, eight bytes each.
const ROOM: usize = 8 << 20;
/// What a series takes beside its values.
const SERIES_COST: usize = 48;
/// What the buckets of a busy histogram take.
const BUCKETS_COST: usize = 3_000;
/// Combinations of tags that are remembered; beyond that they are made anew each time.
const TAGS_MAX: usize = 50_000;
const SECOND_MS: i64 = 1_000;
/// No count, size or level of a load test is larger; sums of more of them would not be numbers.
pub(crate) const LARGEST: f64 = 1e18;

/// A finished request.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Request<'a> {
    /// When it ended, in milliseconds since 1970.
    pub(crate) end_ms: i64,
    /// How long it took, where that was measured.
    pub(crate) seconds: Option<f64>,
    /// How long from the actual send, where that differs.
    pub(crate) service_seconds: Option<f64>,
    /// Its name, method, status and kind of error; empty where there is none.
    pub(crate) tags: RequestTags<'a>,
    /// Whether it failed.
    pub(crate) failed: bool,
}

/// What tells requests apart; empty is none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RequestTags<'a> {
    pub(crate) name: &'a str,
    pub(crate) method: &'a str,
    pub(crate) status: &'a str,
    pub(crate) error: &'a str,
}

/// Takes measurements, gives windows.
pub(crate) struct Recorder<'e> {
    /// What the file says of the run.
    pub(crate) about: About,
    emit: &'e mut dyn FnMut(&Window),
    open: BTreeMap<i64, Window>,
    held: usize,
    room: usize,
    begin_ms: i64,
    end_ms: i64,
    /// Where the last window that left ends.
    left_ms: Option<i64>,
    late: u64,
    skipped: BTreeMap<String, u64>,
    metrics: HashMap<String, Arc<str>>,
    tags: HashMap<String, Tags>,
    names: Bounded,
    methods: Bounded,
    statuses: Bounded,
    errors: Bounded,
    /// When the file was written, for those that do not say when they were measured.
    pub(crate) written_ms: i64,
    pub(crate) requests: u64,
}

impl<'e> Recorder<'e> {
    pub(crate) fn new(written_ms: i64, emit: &'e mut dyn FnMut(&Window)) -> Self {
        Self {
            about: About::default(),
            emit,
            open: BTreeMap::new(),
            held: 0,
            room: ROOM,
            begin_ms: i64::MAX,
            end_ms: i64::MIN,
            left_ms: None,
            late: 0,
            skipped: BTreeMap::new(),
            metrics: HashMap::new(),
            tags: HashMap::new(),
            names: Bounded::names(),
            methods: Bounded::kinds(),
            statuses: Bounded::kinds(),
            errors: Bounded::kinds(),
            written_ms,
            requests: 0,
        }
    }

    #[cfg(test)]
    pub(crate) fn with_room(self, room: usize) -> Self {
        Self { room, ..self }
    }

    /// The time that was seen: begin and end in milliseconds since 1970; none before the first measurement.
    pub(crate) fn stretch_ms(&self) -> Option<(i64, i64)> {
        (self.begin_ms <= self.end_ms).then_some((self.begin_ms, self.end_ms))
    }

    /// Takes scheme and host of the first URL that a file names for what was driven.
    pub(crate) fn aimed_at(&mut self, url: &str) {
        if self.about.target.is_some() {
            return;
        }
        let Some((scheme, rest)) = url.split_once("://") else { return };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        self.about.target = Some(shortened(&format!("{scheme}://{host}")).to_owned());
    }

    /// Counts something of the file that finds no place in a run.
    pub(crate) fn skip(&mut self, what: &str) {
        const REASONS_MAX: usize = 100;
        if self.skipped.len() < REASONS_MAX || self.skipped.contains_key(what) {
            *self.skipped.entry(what.to_owned()).or_default() += 1;
        }
    }

    /// Adds a finished request: its time, its count, and whether it failed. Gives its tags, for what else is known
    /// of it.
    pub(crate) fn request(&mut self, request: &Request<'_>) -> Tags {
        let tags = self.request_tags(request.tags);
        let at_ms = request.end_ms;
        let longest = request.seconds.unwrap_or(0.0).max(request.service_seconds.unwrap_or(0.0));
        self.begin_ms = self.begin_ms.min(at_ms - (longest * 1e3) as i64);
        if let Some(seconds) = request.seconds {
            self.time(at_ms, names::RESPONSE_TIME, &tags, seconds);
        }
        if let Some(seconds) = request.service_seconds {
            self.time(at_ms, names::SERVICE_TIME, &tags, seconds);
        }
        self.count(at_ms, names::HTTP_REQUESTS, &tags, 1.0);
        self.share(at_ms, names::HTTP_ERRORS, &tags, request.failed);
        tags
    }

    /// The tags of a request, within the bounds.
    pub(crate) fn request_tags(&mut self, tags: RequestTags<'_>) -> Tags {
        let kept = [
            (names::TAG_NAME, self.names.keep(tags.name)),
            (names::TAG_METHOD, self.methods.keep(tags.method)),
            (names::TAG_STATUS, self.statuses.keep(tags.status)),
            (names::TAG_ERROR, self.errors.keep(tags.error)),
        ];
        let key = kept.map(|(_, value)| value).join("\u{0}");
        if let Some(tags) = self.tags.get(&key) {
            return tags.clone();
        }
        let tags = Tags::new(kept.into_iter().filter(|(_, value)| !value.is_empty()));
        if self.tags.len() < TAGS_MAX {
            self.tags.insert(key, tags.clone());
        }
        tags
    }

    /// Adds a value of a histogram, in seconds or another base unit.
    pub(crate) fn time(&mut self, at_ms: i64, metric: &str, tags: &Tags, value: f64) {
        if !(0.0..=LARGEST).contains(&value) {
            self.skip("values that no time can have");
            return;
        }
        let empty = || Aggregate::Histogram(Histogram::new());
        let mut cost = 0;
        if let Aggregate::Histogram(histogram) = self.series(at_ms, metric, tags, empty) {
            histogram.record(value);
            cost = match histogram.count().cmp(&(histogram::EXACT_MAX as u64)) {
                std::cmp::Ordering::Less => 1,
                std::cmp::Ordering::Equal => BUCKETS_COST,
                std::cmp::Ordering::Greater => 0,
            };
        }
        self.hold(cost);
    }

    /// Adds to a counter.
    pub(crate) fn count(&mut self, at_ms: i64, metric: &str, tags: &Tags, more: f64) {
        if !(0.0..=LARGEST).contains(&more) {
            self.skip("counts that nothing can have");
            return;
        }
        if metric == names::HTTP_REQUESTS {
            self.requests = self.requests.saturating_add(more as u64);
        }
        if let Aggregate::Counter(count) =
            self.series(at_ms, metric, tags, || Aggregate::Counter(0.0))
        {
            *count += more;
        }
        self.hold(0);
    }

    /// Adds a case to a share.
    pub(crate) fn share(&mut self, at_ms: i64, metric: &str, tags: &Tags, is_hit: bool) {
        let empty = || Aggregate::Share(Share::default());
        if let Aggregate::Share(share) = self.series(at_ms, metric, tags, empty) {
            share.hits += u64::from(is_hit);
            share.total += 1;
        }
        self.hold(0);
    }

    /// Adds a reading of a level.
    pub(crate) fn gauge(&mut self, at_ms: i64, metric: &str, tags: &Tags, value: f64) {
        if !(-LARGEST..=LARGEST).contains(&value) {
            self.skip("levels that nothing can have");
            return;
        }
        let mut is_first = false;
        let first = || {
            is_first = true;
            Aggregate::Gauge(Gauge::reading(value))
        };
        let series = self.series(at_ms, metric, tags, first);
        if let (Aggregate::Gauge(gauge), false) = (series, is_first) {
            gauge.read(value);
        }
        self.hold(0);
    }

    /// The aggregate of a series in the window that `at_ms` falls into.
    fn series(
        &mut self,
        at_ms: i64,
        metric: &str,
        tags: &Tags,
        empty: impl FnOnce() -> Aggregate,
    ) -> &mut Aggregate {
        let at_ms = at_ms.clamp(0, LATEST_MS);
        let oldest = self.left_ms.map_or(i64::MIN, |left| left.div_euclid(SECOND_MS));
        let second = at_ms.div_euclid(SECOND_MS);
        self.late += u64::from(second < oldest);
        if second >= oldest {
            self.begin_ms = self.begin_ms.min(at_ms);
            self.end_ms = self.end_ms.max(at_ms);
        }
        let second = second.max(oldest);
        let metric = match self.metrics.get(metric) {
            Some(metric) => metric.clone(),
            None => self.metrics.entry(metric.to_owned()).or_insert(Arc::from(metric)).clone(),
        };
        let window = self.open.entry(second);
        let window = window.or_insert_with(|| Window::new(second * SECOND_MS, SECOND_MS as u32));
        let held = &mut self.held;
        window.series.entry(SeriesKey::new(metric, tags.clone())).or_insert_with(|| {
            *held += SERIES_COST;
            empty()
        })
    }

    /// Accounts for what was added, and lets the oldest windows go when there is no more room.
    fn hold(&mut self, cost: usize) {
        self.held += cost;
        while self.held > self.room && self.open.len() > 1 {
            let Some((_, window)) = self.open.pop_first() else { return };
            self.held = self.held.saturating_sub(cost_of(&window));
            self.leave(window);
        }
    }

    /// Emits a window as it is: a file of summaries has one for its whole stretch, Loadline's own have theirs.
    pub(crate) fn window(&mut self, window: &Window) {
        self.begin_ms = self.begin_ms.min(window.start_ms);
        self.end_ms = self.end_ms.max(window.end_ms());
        self.left_ms = Some(window.end_ms());
        if let Some(Aggregate::Counter(count)) =
            window.merged(names::HTTP_REQUESTS, &Tags::default())
        {
            self.requests = self.requests.saturating_add(count.max(0.0) as u64);
        }
        (self.emit)(window);
    }

    /// Emits a window of a second, and the time since the one before it that had none.
    fn leave(&mut self, mut window: Window) {
        let from_ms = self.left_ms.unwrap_or(self.begin_ms.max(0));
        if from_ms < window.start_ms {
            let gap_ms = u32::try_from(window.start_ms - from_ms).unwrap_or(u32::MAX);
            (self.emit)(&Window::new(window.start_ms - i64::from(gap_ms), gap_ms));
        } else if from_ms < window.end_ms() {
            let end_ms = window.end_ms();
            window.start_ms = from_ms;
            window.length_ms = (end_ms - from_ms) as u32;
        }
        self.left_ms = Some(window.end_ms());
        (self.emit)(&window);
    }

    /// Emits what is left and tells what was counted elsewhere or not at all.
    pub(crate) fn finish(mut self) -> (About, Option<(i64, i64)>, u64) {
        while let Some((_, mut window)) = self.open.pop_first() {
            if self.open.is_empty() {
                let past_end = window.end_ms() - self.end_ms.max(window.start_ms + 1);
                window.length_ms -= past_end.clamp(0, SECOND_MS - 1) as u32;
            }
            self.leave(window);
        }
        let stretch = self.stretch_ms();
        self.tell();
        (self.about, stretch, self.requests)
    }

    fn tell(&mut self) {
        let about = &mut self.about;
        for (what, count) in &self.skipped {
            about.note(format!("left out: {count} × {what}"));
        }
        if self.late > 0 {
            about.note(format!(
                "{} measurements came too late in the file for their second and are counted in a later one",
                self.late
            ));
        }
        let beyond = [
            (&self.names, "names of requests"),
            (&self.methods, "methods"),
            (&self.statuses, "states"),
            (&self.errors, "kinds of errors"),
        ];
        for (bounded, what) in beyond {
            if bounded.beyond > 0 {
                about.note(format!(
                    "more {what} than are kept apart: {} measurements are counted together",
                    bounded.beyond
                ));
            }
        }
    }
}

/// What a window held of the room.
fn cost_of(window: &Window) -> usize {
    let cost = |aggregate: &Aggregate| match aggregate {
        Aggregate::Histogram(histogram) => {
            let values = histogram.count().min(histogram::EXACT_MAX as u64 - 1) as usize;
            let is_full = histogram.count() >= histogram::EXACT_MAX as u64;
            SERIES_COST + values + if is_full { BUCKETS_COST } else { 0 }
        }
        _ => SERIES_COST,
    };
    window.series.values().map(cost).sum()
}

#[cfg(test)]
mod tests;
