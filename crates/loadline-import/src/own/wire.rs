//! The shapes of a line, and a window in them. What a shape cannot say is refused when it is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window};
use serde::{Deserialize, Deserializer, Serialize};

use super::header::End;
use super::histogram::WireHistogram;

/// Buckets that the histograms of one window may span together, eight bytes each: 128 MiB, as in the store.
const SPAN_MAX: usize = 16 << 20;

/// A window's line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireWindow {
    start_ms: i64,
    length_ms: u32,
    series: Vec<WireSeries>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireEnd {
    pub(super) end: End,
}

/// A series with the one aggregate it has.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSeries {
    metric: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    histogram: Option<WireHistogram>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    counter: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    gauge: Option<WireGauge>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    share: Option<WireShare>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireGauge {
    #[serde(deserialize_with = "number")]
    last: f64,
    #[serde(deserialize_with = "number")]
    min: f64,
    #[serde(deserialize_with = "number")]
    max: f64,
    #[serde(deserialize_with = "number")]
    sum: f64,
    count: u64,
}

/// JSON has no word but null for a reading that is no number.
fn number<'de, D: Deserializer<'de>>(reader: D) -> Result<f64, D::Error> {
    Option::<f64>::deserialize(reader).map(|number| number.unwrap_or(f64::NAN))
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireShare {
    hits: u64,
    total: u64,
}

impl WireWindow {
    /// The window as a line says it.
    pub(super) fn of(window: &Window) -> Self {
        let series = window.series.iter().map(|(key, aggregate)| WireSeries::of(key, aggregate));
        Self { start_ms: window.start_ms, length_ms: window.length_ms, series: series.collect() }
    }

    /// The window that the line says, or what is wrong with it.
    pub(super) fn window(self) -> Result<Window, String> {
        let mut window = Window::new(self.start_ms, self.length_ms);
        if self.start_ms.checked_add(i64::from(self.length_ms)).is_none() {
            return Err("the window's start is out of range".to_owned());
        }
        let spans = self.series.iter().filter_map(|series| series.histogram.as_ref());
        if spans.map(WireHistogram::span).fold(0, usize::saturating_add) > SPAN_MAX {
            return Err(format!("its histograms span more than {SPAN_MAX} buckets"));
        }
        for series in self.series {
            let metric = series.metric.clone();
            let (key, aggregate) = series.aggregate()?;
            if window.series.insert(key, aggregate).is_some() {
                return Err(format!("the series `{metric}` comes twice with the same tags"));
            }
        }
        Ok(window)
    }
}

impl WireSeries {
    fn of(key: &SeriesKey, aggregate: &Aggregate) -> Self {
        let mut series = Self {
            metric: key.metric.to_string(),
            tags: key.tags.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
            histogram: None,
            counter: None,
            gauge: None,
            share: None,
        };
        match aggregate {
            Aggregate::Histogram(whole) => series.histogram = Some(WireHistogram::of(whole)),
            Aggregate::Counter(count) => series.counter = Some(*count),
            Aggregate::Gauge(gauge) => {
                let Gauge { last, min, max, sum, count } = *gauge;
                series.gauge = Some(WireGauge { last, min, max, sum, count });
            }
            Aggregate::Share(Share { hits, total }) => {
                series.share = Some(WireShare { hits: *hits, total: *total });
            }
        }
        series
    }

    fn aggregate(self) -> Result<(SeriesKey, Aggregate), String> {
        let aggregate = match (self.histogram, self.counter, self.gauge, self.share) {
            (Some(whole), None, None, None) => {
                let whole = whole.histogram();
                Aggregate::Histogram(whole.map_err(|why| format!("`{}`: {why}", self.metric))?)
            }
            (None, Some(count), None, None) => Aggregate::Counter(count),
            (None, None, Some(WireGauge { last, min, max, sum, count }), None) => {
                Aggregate::Gauge(Gauge { last, min, max, sum, count })
            }
            (None, None, None, Some(WireShare { hits, total })) if hits <= total => {
                Aggregate::Share(Share { hits, total })
            }
            (None, None, None, Some(_)) => {
                return Err(format!("`{}` has more hits than there were in all", self.metric));
            }
            _ => {
                let accepted = "`histogram`, `counter`, `gauge` or `share`";
                return Err(format!(
                    "the series `{}` has not exactly one of {accepted}",
                    self.metric
                ));
            }
        };
        let tags = self.tags.into_iter().map(|(name, value)| (Arc::from(name), Arc::from(value)));
        Ok((SeriesKey::new(self.metric, Tags::new::<Arc<str>, Arc<str>>(tags)), aggregate))
    }
}
