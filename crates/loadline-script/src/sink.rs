//! Where samples go one by one, for outputs that want each.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use loadline_core::Tags;

use crate::metrics::{HttpSample, MetricId};
use crate::output::{Metric, Sample};
use crate::settings::Tagging;
use crate::vu::Vu;

/// Takes samples; it may wait for a slow writer, so that nothing is lost.
pub type Take = Box<dyn Fn(Sample) + Send + Sync>;

/// The samples of a test on their way out.
pub(crate) struct SampleSink {
    /// Every metric of the test, by number.
    metrics: Vec<Arc<Metric>>,
    tagging: Tagging,
    /// What is measured outside of groups is in one without a name.
    group: Option<(Arc<str>, Arc<str>)>,
    take: Take,
}

impl SampleSink {
    pub(crate) fn new(metrics: Vec<Arc<Metric>>, tagging: Tagging, take: Take) -> Self {
        let group = tagging.group.then(|| ("group".into(), "".into()));
        Self { metrics, tagging, group, take }
    }

    /// One value of a metric, measured now.
    pub(crate) fn value(
        &self,
        metric: MetricId,
        value: f64,
        tags: impl IntoIterator<Item = (Arc<str>, Arc<str>)>,
    ) {
        let is_outside = matches!(metric, MetricId::DROPPED_ITERATIONS);
        let group = self.group.iter().filter(|_| !is_outside).cloned();
        let tags = Tags::new(group.chain(tags));
        self.put(metric, now_ns(), value, tags, self.metadata());
    }

    /// One request with its tags: k6's nine samples and the corrected one.
    pub(crate) fn http(&self, sample: &HttpSample<'_>, mut tags: Vec<(Arc<str>, Arc<str>)>) {
        if self.tagging.url_of_samples && !tags.iter().any(|(tag, _)| &**tag == "url") {
            // k6's URL is the name where the script gives one.
            let named = tags.iter().find(|(tag, _)| &**tag == "name");
            let url = named.map_or_else(|| sample.name.into(), |(_, name)| name.clone());
            tags.push(("url".into(), url));
        }
        let tags = Tags::new(self.group.iter().cloned().chain(tags));
        let metadata = self.metadata();
        let put = |metric, at, value, tags| self.put(metric, at, value, tags, metadata.clone());
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
            put(metric, at, value, tags.clone());
        }
        if let Some(expected) = sample.expected {
            put(MetricId::HTTP_REQ_FAILED, at, f64::from(u8::from(!expected)), tags.clone());
        }
        if let Some(intended) = sample.intended {
            put(MetricId::HTTP_REQ_CORRECTED, at, ms(intended, phases.done), tags);
        }
    }

    fn put(&self, metric: MetricId, time_ns: i64, value: f64, tags: Tags, metadata: Option<Tags>) {
        let metric = self.metrics[metric.place()].clone();
        (self.take)(Sample { metric, time_ns, value, tags, metadata });
    }

    /// The numbers of the user at work and of its iteration, counted from zero, as far as they are asked for.
    fn metadata(&self) -> Option<Tags> {
        let Tagging { vu: has_user, iter: has_iteration, .. } = self.tagging;
        if !has_user && !has_iteration {
            return None;
        }
        let vu = Vu::at_work()?;
        let iteration = vu.turn().map_or(0, |turn| turn.iteration.saturating_sub(1));
        let user = Some(vu.identity.number).filter(|number| has_user && *number > 0);
        let user = user.map(|number| ("vu", number.to_string()));
        let iteration = has_iteration.then(|| ("iter", iteration.to_string()));
        Some(Tags::new(user.into_iter().chain(iteration)))
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

fn now_ns() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as i64
}
