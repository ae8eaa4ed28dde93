//! What one thread measured since the last window: all users of the thread count here.

use std::cell::{RefCell, RefMut};
use std::rc::Rc;
use std::sync::Arc;

use loadline_core::histogram::Histogram;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window, names};
use loadline_load::{Meter, Worker};
use rustc_hash::FxHashMap;

use super::http::{HttpKey, HttpSample, HttpSeries};
use super::registry::MetricId;
use super::tags::{TagTable, TagsId};
use crate::script::Code;
use crate::settings::Tagging;
use crate::summary::{Contains, MetricKind};
use crate::vu::States;

/// Series of requests, and of everything else, that a thread tells apart; more are counted under one name.
const SERIES_MAX: usize = 2_000;
/// The name they are counted under.
const OTHER: &str = "(other names)";

/// The meters of one thread.
pub(crate) struct Meters {
    inner: RefCell<Inner>,
    code: Arc<Code>,
    states: States,
}

struct Inner {
    table: TagTable,
    tagging: Tagging,
    http: Vec<(TagsId, HttpSeries)>,
    http_places: FxHashMap<HttpKey, usize>,
    series: Vec<Series>,
    places: FxHashMap<(MetricId, TagsId), usize>,
    /// Bytes sent and received by tags; a handful.
    bytes: Vec<(TagsId, u64, u64)>,
    /// The same by scenario, as far as no sample has told of it.
    untold: Vec<(Option<Arc<str>>, u64, u64)>,
    /// Tells gauges of several threads apart, which would add up in windows as users do.
    thread: Option<(Arc<str>, Arc<str>)>,
    /// Whether sets of tags have a URL that only samples show.
    has_urls_in_samples: bool,
}

/// Where the values of one series are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeriesPlace {
    place: usize,
    metric: MetricId,
    tags: TagsId,
}

/// One series besides those of requests.
struct Series {
    key: SeriesKey,
    contains: Contains,
    kind: MetricKind,
    /// What was counted since the last window; none while nothing was.
    aggregate: Option<Aggregate>,
}

impl Meters {
    /// The meters of that thread.
    pub(crate) fn of(worker: &Worker, code: &Arc<Code>) -> Rc<Self> {
        worker.meter(|| Self {
            inner: RefCell::new(Inner {
                table: TagTable::default(),
                tagging: code.settings().tagging,
                has_urls_in_samples: has_urls_in_samples(code),
                http: Vec::new(),
                http_places: FxHashMap::default(),
                series: Vec::new(),
                places: FxHashMap::default(),
                bytes: Vec::new(),
                untold: Vec::new(),
                thread: (worker.threads > 1)
                    .then(|| ("thread".into(), worker.thread.to_string().into())),
            }),
            code: code.clone(),
            states: States::default(),
        })
    }

    /// The thread's table of tags. Not to be held across a wait.
    pub(crate) fn table(&self) -> RefMut<'_, TagTable> {
        RefMut::map(self.inner.borrow_mut(), |inner| &mut inner.table)
    }

    /// The set `tags` with one more pair.
    pub(crate) fn with(&self, tags: TagsId, name: &str, value: &str) -> TagsId {
        self.table().with(tags, name, value)
    }

    /// The value of a tag; empty without it.
    pub(crate) fn value_of(&self, tags: TagsId, name: &str) -> String {
        self.table().get(tags, name).map(std::string::ToString::to_string).unwrap_or_default()
    }

    /// A value of the whole thread, made when it is first asked for: at most one of each type.
    pub(crate) fn state<T: 'static>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        self.states.get(make)
    }

    /// Adds a value to a metric, in k6's unit: times in milliseconds.
    pub(crate) fn add(&self, metric: MetricId, tags: TagsId, value: f64) {
        self.add_at(self.series_of(metric, tags), value);
    }

    /// Where the values of a metric with those tags are counted.
    pub(crate) fn series_of(&self, metric: MetricId, tags: TagsId) -> SeriesPlace {
        let inner = &mut *self.inner.borrow_mut();
        let place = match inner.places.get(&(metric, tags)) {
            Some(place) => *place,
            None => inner.new_series(&self.code, metric, tags),
        };
        SeriesPlace { place, metric, tags }
    }

    /// Adds a value where others of the same series went.
    #[inline]
    pub(crate) fn add_at(&self, at: SeriesPlace, value: f64) {
        let inner = &mut *self.inner.borrow_mut();
        inner.series[at.place].add(value);
        if let Some(sink) = self.code.sink() {
            sink.value(at.metric, value, inner.table.pairs(at.tags));
        }
    }

    /// Whether URLs are to be among the tags of what is counted.
    pub(crate) fn wants_url(&self) -> bool {
        let inner = self.inner.borrow();
        inner.tagging.url || inner.has_urls_in_samples
    }

    /// Hands on what the thread's users of a scenario sent and received, where somebody wants samples: k6 does so
    /// at the end of each iteration. `tags` are those of the user whose iteration ended.
    pub(crate) fn tell_bytes(&self, tags: TagsId) {
        let Some(sink) = self.code.sink() else { return };
        let inner = &mut *self.inner.borrow_mut();
        let scenario = inner.scenario_of(tags);
        let told = inner.untold.iter_mut().find(|(known, ..)| *known == scenario);
        let (sent, received) = told
            .map(|(_, sent, received)| (std::mem::take(sent), std::mem::take(received)))
            .unwrap_or_default();
        for (metric, bytes) in [(MetricId::DATA_SENT, sent), (MetricId::DATA_RECEIVED, received)] {
            sink.value(metric, bytes as f64, inner.table.pairs(tags));
        }
    }

    /// Counts bytes on connections of users with those tags.
    pub(crate) fn bytes(&self, tags: TagsId, sent: u64, received: u64) {
        let inner = &mut *self.inner.borrow_mut();
        let tags = inner.in_windows(tags);
        inner.count_bytes(tags, sent, received);
        if self.code.sink().is_some() {
            inner.keep_untold(tags, sent, received);
        }
    }

    /// Counts one request.
    pub(crate) fn http(&self, sample: &HttpSample<'_>) {
        let inner = &mut *self.inner.borrow_mut();
        let place = sample.remembered().unwrap_or_else(|| inner.place_of(sample));
        inner.http[place].1.record(sample);
        inner.count_bytes(sample.tags, sample.bytes_sent, sample.bytes_received);
        if let Some(sink) = self.code.sink() {
            inner.keep_untold(sample.tags, sample.bytes_sent, sample.bytes_received);
            let key = inner.key_of(sample);
            sink.http(sample, key.pairs(&inner.table, inner.tagging));
        }
    }
}

impl Inner {
    /// The place of the sample's series, which is noted for the next one like it.
    fn place_of(&mut self, sample: &HttpSample<'_>) -> usize {
        let key = self.key_of(sample);
        let place = match self.http_places.get(&key) {
            Some(place) => *place,
            None => self.new_http(key),
        };
        sample.remember(place);
        place
    }

    fn key_of(&mut self, sample: &HttpSample<'_>) -> HttpKey {
        let tagging = self.tagging;
        // k6's URL is the name where the script gives one.
        let named = self.table.get(sample.tags, "name").filter(|_| tagging.url).cloned();
        let url = named.as_deref().unwrap_or(sample.name);
        let mut text = |wanted: bool, text: &str| match wanted && !text.is_empty() {
            true => self.table.text(text),
            false => super::tags::TextId::default(),
        };
        HttpKey {
            tags: sample.tags,
            name: text(tagging.name, sample.name),
            url: text(tagging.url, url),
            method: text(tagging.method, sample.method),
            proto: text(tagging.proto, sample.proto),
            tls_version: text(tagging.tls_version, sample.tls_version),
            error: text(tagging.error, sample.error),
            status: if tagging.status { sample.status } else { 0 },
            error_code: if tagging.error_code { sample.error_code } else { 0 },
            expected: sample.expected.filter(|_| tagging.expected_response),
        }
    }

    #[cold]
    fn new_http(&mut self, key: HttpKey) -> usize {
        let kept = if self.http.len() < SERIES_MAX {
            key
        } else {
            let other = self.table.text(OTHER);
            HttpKey { name: other, url: Default::default(), error: Default::default(), ..key }
        };
        let place = self.http_places.get(&kept).copied().unwrap_or_else(|| {
            let tags = kept.tags(&self.table, self.tagging);
            self.http.push((kept.tags, HttpSeries::new(tags)));
            self.http.len() - 1
        });
        // Names beyond the bound are looked up again rather than remembered, so that the map stays bounded.
        self.http_places.insert(kept, place);
        place
    }

    #[cold]
    fn new_series(&mut self, code: &Code, metric: MetricId, tags: TagsId) -> usize {
        let kept = if self.series.len() < SERIES_MAX { tags } else { TagsId::default() };
        let kept = self.in_windows(kept);
        if let Some(known) = self.places.get(&(metric, kept)).copied() {
            self.places.insert((metric, tags), known);
            return known;
        }
        let value = |name: &str| self.table.get(kept, name).map_or("", |value| value);
        match metric {
            MetricId::CHECKS => code.seen.check(value("group"), value("check")),
            MetricId::GROUP_DURATION => code.seen.group(value("group")),
            _ => {}
        }
        let registered = code.metrics.get(metric);
        let (kind, contains) = (registered.kind, registered.contains);
        let thread = self.thread.iter().filter(|_| kind == MetricKind::Gauge).cloned();
        let pairs = self.table.pairs(kept).filter(|(_, value)| !value.is_empty());
        let key = SeriesKey::new(registered.series, Tags::new(thread.chain(pairs)));
        self.series.push(Series { key, contains, kind, aggregate: None });
        self.places.insert((metric, kept), self.series.len() - 1);
        self.series.len() - 1
    }

    /// The set that windows have in place of `tags`: a URL may be for samples alone.
    fn in_windows(&mut self, tags: TagsId) -> TagsId {
        if self.has_urls_in_samples { self.table.without(tags, "url") } else { tags }
    }

    fn scenario_of(&self, tags: TagsId) -> Option<Arc<str>> {
        self.table.get(tags, "scenario").cloned()
    }

    fn keep_untold(&mut self, tags: TagsId, sent: u64, received: u64) {
        let scenario = self.scenario_of(tags);
        match self.untold.iter_mut().find(|(known, ..)| *known == scenario) {
            Some(untold) => {
                untold.1 += sent;
                untold.2 += received;
            }
            None => self.untold.push((scenario, sent, received)),
        }
    }

    #[inline]
    fn count_bytes(&mut self, tags: TagsId, sent: u64, received: u64) {
        let known = self.bytes.iter().position(|(known, ..)| *known == tags);
        let place = known.unwrap_or_else(|| {
            let room = self.bytes.len() < SERIES_MAX;
            room.then(|| self.bytes.push((tags, 0, 0)));
            if room { self.bytes.len() - 1 } else { 0 }
        });
        self.bytes[place].1 += sent;
        self.bytes[place].2 += received;
    }
}

impl Series {
    #[inline]
    fn add(&mut self, value: f64) {
        let value = if self.contains == Contains::Time { value / 1_000.0 } else { value };
        match &mut self.aggregate {
            Some(Aggregate::Counter(sum)) => *sum += value,
            Some(Aggregate::Gauge(gauge)) => gauge.read(value),
            Some(Aggregate::Share(share)) => {
                share.total += 1;
                share.hits += u64::from(value != 0.0);
            }
            Some(Aggregate::Histogram(histogram)) => histogram.record(value.max(0.0)),
            None => self.aggregate = Some(first(self.kind, value)),
        }
    }
}

fn has_urls_in_samples(code: &Code) -> bool {
    let tagging = code.settings().tagging;
    code.sink().is_some() && tagging.url_of_samples && !tagging.url
}

/// An aggregate of one value.
fn first(kind: MetricKind, value: f64) -> Aggregate {
    match kind {
        MetricKind::Counter => Aggregate::Counter(value),
        MetricKind::Gauge => Aggregate::Gauge(Gauge::reading(value)),
        MetricKind::Rate => Aggregate::Share(Share { hits: u64::from(value != 0.0), total: 1 }),
        MetricKind::Trend => {
            let mut histogram = Histogram::new();
            histogram.record(value.max(0.0));
            Aggregate::Histogram(histogram)
        }
    }
}

impl HttpKey {
    /// The tags of its series in windows.
    fn tags(&self, table: &TagTable, tagging: Tagging) -> Tags {
        let pairs = self.pairs(table, tagging).into_iter();
        Tags::new(pairs.filter(|(_, value)| !value.is_empty()))
    }

    /// The tags of its samples.
    fn pairs(&self, table: &TagTable, tagging: Tagging) -> Vec<(Arc<str>, Arc<str>)> {
        let mut pairs: Vec<(Arc<str>, Arc<str>)> = table.pairs(self.tags).collect();
        let texts = [
            ("name", self.name),
            ("url", self.url),
            ("method", self.method),
            ("proto", self.proto),
            ("tls_version", self.tls_version),
            ("error", self.error),
        ];
        let mut add = |name: &str, value: Arc<str>| {
            // A tag that the script gave itself wins.
            if !value.is_empty() && !pairs.iter().any(|(known, _)| &**known == name) {
                pairs.push((name.into(), value));
            }
        };
        texts.into_iter().for_each(|(name, text)| add(name, table.written(text).clone()));
        if tagging.status {
            add("status", self.status.to_string().into());
        }
        if self.error_code != 0 {
            add("error_code", self.error_code.to_string().into());
        }
        if let Some(expected) = self.expected {
            add("expected_response", expected.to_string().into());
        }
        pairs
    }
}

impl Meter for Meters {
    fn drain_into(&self, window: &mut Window) {
        let inner = &mut *self.inner.borrow_mut();
        inner.http.iter_mut().for_each(|(_, series)| series.drain_into(window));
        for series in &mut inner.series {
            if let Some(aggregate) = series.aggregate.take() {
                window.series.insert(series.key.clone(), aggregate);
            }
        }
        for (tags, sent, received) in inner.bytes.drain(..) {
            let tags = inner.table.tags(tags);
            for (metric, bytes) in [(names::BYTES_SENT, sent), (names::BYTES_RECEIVED, received)] {
                if bytes > 0 {
                    let key = SeriesKey::new(metric, tags.clone());
                    window.series.insert(key, Aggregate::Counter(bytes as f64));
                }
            }
        }
    }
}
