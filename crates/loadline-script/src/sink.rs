//! Where samples go one by one, for outputs that want each.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use loadline_core::Tags;

use crate::metrics::{HttpSample, MetricId};
use crate::output::{Metric, Sample};

/// Takes samples; it may wait for a slow writer, so that nothing is lost.
pub type Take = Box<dyn Fn(Sample) + Send + Sync>;

/// The samples of a test on their way out.
pub(crate) struct SampleSink {
    /// Every metric of the test, by number.
    metrics: Vec<Arc<Metric>>,
    take: Take,
}

impl SampleSink {
    pub(crate) fn new(metrics: Vec<Arc<Metric>>, take: Take) -> Self {
        Self { metrics, take }
    }

    /// One value of a metric, measured now.
    pub(crate) fn value(&self, metric: MetricId, value: f64, tags: impl FnOnce() -> Tags) {
        self.put(metric, now_ns(), value, tags());
    }

    /// One request: k6's nine samples and the corrected one.
    pub(crate) fn http(&self, sample: &HttpSample<'_>, tags: impl FnOnce() -> Tags) {
        let tags = tags();
        let phases = sample.phases;
        let ago = Instant::now().saturating_duration_since(phases.done);
        let at = now_ns() - ago.as_nanos() as i64;
        let ms = |from: Instant, to: Instant| millis(to.saturating_duration_since(from));
        let opened = phases.opened.unwrap_or_default();
        let seconds = |seconds: Option<f64>| seconds.unwrap_or_default() * 1_000.0;
        let blocked = match phases.opened {
            Some(_) => ms(phases.started, phases.sending),
            None => 0.0,
        };
        for (metric, value) in [
            (MetricId::HTTP_REQS, 1.0),
            (MetricId::HTTP_REQ_DURATION, ms(phases.sending, phases.done)),
            (MetricId::HTTP_REQ_BLOCKED, blocked),
            (MetricId::HTTP_REQ_CONNECTING, opened.connect_seconds * 1_000.0),
            (MetricId::HTTP_REQ_TLS_HANDSHAKING, seconds(opened.tls_seconds)),
            (MetricId::HTTP_REQ_SENDING, ms(phases.sending, phases.sent)),
            (MetricId::HTTP_REQ_WAITING, ms(phases.sent, phases.first_byte)),
            (MetricId::HTTP_REQ_RECEIVING, ms(phases.first_byte, phases.done)),
        ] {
            self.put(metric, at, value, tags.clone());
        }
        if let Some(expected) = sample.expected {
            self.put(MetricId::HTTP_REQ_FAILED, at, f64::from(u8::from(!expected)), tags.clone());
        }
        if let Some(intended) = sample.intended {
            self.put(MetricId::HTTP_REQ_CORRECTED, at, ms(intended, phases.done), tags);
        }
    }

    fn put(&self, metric: MetricId, time_ns: i64, value: f64, tags: Tags) {
        let metric = self.metrics[metric.place()].clone();
        (self.take)(Sample { metric, time_ns, value, tags, metadata: None });
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

fn now_ns() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as i64
}
