//! One window for a whole run, from a file that holds only its totals.

use loadline_core::Histogram;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window, names};

use super::error::ImportError;
use super::recorder::{LARGEST, Recorder, RequestTags};

/// What stands for the name of a request that a file does not give.
pub(crate) const ALL_REQUESTS: &str = "all requests";
/// How a status that is an error is called among the kinds of errors.
pub(crate) const BAD_STATUS: &str = "bad status";

/// A window of totals.
#[derive(Debug)]
pub(crate) struct Whole {
    window: Window,
}

impl Whole {
    /// A window of `seconds` from `start_ms`, or up to when the file was written.
    pub(crate) fn new(
        start_ms: Option<i64>,
        seconds: f64,
        recorder: &mut Recorder<'_>,
    ) -> Result<Self, ImportError> {
        let length_ms = (seconds * 1e3).round();
        if !(length_ms >= 1.0 && length_ms <= f64::from(u32::MAX)) {
            return Err(ImportError::file(format!("the run took {seconds} seconds"))
                .hint("accepted are runs of 1 ms to 49 days"));
        }
        if start_ms.is_none() {
            recorder.about.fact(
                "imported start",
                "not in the file: taken from the time the file was written, less the run's length",
            );
        }
        let start_ms = start_ms.unwrap_or(recorder.written_ms - length_ms as i64).max(0);
        Ok(Self { window: Window::new(start_ms, length_ms as u32) })
    }

    /// Adds a histogram of times.
    pub(crate) fn times(&mut self, metric: &str, tags: &Tags, histogram: Option<Histogram>) {
        if let Some(histogram) = histogram {
            self.add(metric, tags, Aggregate::Histogram(histogram));
        }
    }

    /// Adds `count` requests, of which `failed` failed.
    pub(crate) fn requests(
        &mut self,
        recorder: &mut Recorder<'_>,
        tags: RequestTags<'_>,
        count: u64,
        failed: u64,
    ) {
        if count > 0 {
            let tags = recorder.request_tags(tags);
            let share = Share { hits: failed.min(count), total: count };
            self.add(names::HTTP_REQUESTS, &tags, Aggregate::Counter(count as f64));
            self.add(names::HTTP_ERRORS, &tags, Aggregate::Share(share));
        }
    }

    /// Adds `count` answers of a status; those from 400 failed.
    pub(crate) fn answers(
        &mut self,
        recorder: &mut Recorder<'_>,
        tags: RequestTags<'_>,
        status: &str,
        count: u64,
    ) {
        let failed = is_bad(status);
        let error = if failed { BAD_STATUS } else { "" };
        let tags = RequestTags { status, error, ..tags };
        self.requests(recorder, tags, count, if failed { count } else { 0 });
    }

    /// Adds to a counter.
    pub(crate) fn count(&mut self, metric: &str, more: f64) {
        if more > 0.0 && more <= LARGEST {
            self.add(metric, &Tags::default(), Aggregate::Counter(more));
        }
    }

    /// Adds cases to a share.
    pub(crate) fn share(&mut self, metric: &str, tags: &Tags, hits: u64, total: u64) {
        if total > 0 {
            self.add(metric, tags, Aggregate::Share(Share { hits: hits.min(total), total }));
        }
    }

    /// Adds a level that was at its highest at `max`.
    pub(crate) fn level(&mut self, metric: &str, last: f64, min: f64, max: f64) {
        if [last, min, max].into_iter().all(|level| (-LARGEST..=LARGEST).contains(&level)) {
            let gauge = Gauge { last, min, max, sum: last, count: 1 };
            self.add(metric, &Tags::default(), Aggregate::Gauge(gauge));
        }
    }

    fn add(&mut self, metric: &str, tags: &Tags, aggregate: Aggregate) {
        let mut one = Window::new(self.window.start_ms, self.window.length_ms);
        one.series.insert(SeriesKey::new(metric, tags.clone()), aggregate);
        self.window.add(one);
    }

    /// Hands the window over.
    pub(crate) fn finish(self, recorder: &mut Recorder<'_>) {
        recorder.window(&self.window);
    }
}

/// Whether a status is an error, as Loadline counts them.
pub(crate) fn is_bad(status: &str) -> bool {
    status.parse::<u32>().is_ok_and(|status| status >= 400)
}
