//! The outputs of one run, fed together.

use std::sync::Arc;

use loadline_core::window::{Aggregate, Tags, Window};
use loadline_script::output::{Metric, Sample};
use loadline_store::Ended;

use super::kind::{K6Opening, K6Out, Opened};
use super::samples::Samples;
use crate::failure::Failure;
use crate::output::streams::Sink;

/// All of k6's outputs of a run.
pub(crate) struct K6Outputs {
    samples: Option<Samples>,
    sinks: Vec<Box<dyn Sink>>,
    /// Metrics of the whole test that no user measures: their samples are made from windows.
    levels: Vec<Arc<Metric>>,
}

/// The names of those.
const LEVELS: [&str; 2] = ["vus", "vus_max"];

impl K6Outputs {
    /// Opens them, before the run begins.
    pub(crate) fn open(outs: &[K6Out], opening: &K6Opening<'_>) -> Result<Self, Failure> {
        let (mut files, mut sinks) = (Vec::new(), Vec::new());
        for out in outs {
            match out.open(opening)? {
                Opened::Samples(file) => files.push(*file),
                Opened::Windows(sink) => sinks.push(sink),
            }
        }
        let samples = if files.is_empty() { None } else { Some(Samples::open(files)?) };
        let is_level = |metric: &&Arc<Metric>| LEVELS.contains(&&*metric.name);
        let levels = opening.metrics.iter().filter(is_level).cloned().collect();
        Ok(Self { samples, sinks, levels })
    }

    /// What takes samples, where an output wants them.
    pub(crate) fn take(&self) -> Option<Box<dyn Fn(Sample) + Send + Sync>> {
        self.samples.as_ref().map(Samples::take)
    }

    /// Hands the next window to those that want windows, and its levels to those that want samples.
    pub(crate) fn window(&mut self, window: &Window) {
        self.sinks.iter_mut().for_each(|sink| sink.window(window));
        let Some(samples) = &self.samples else { return };
        let time_ns = window.end_ms() * 1_000_000;
        for metric in &self.levels {
            let own = window.series.iter().filter(|(key, _)| key.metric == metric.series);
            let level = |(_, aggregate): (_, &Aggregate)| match aggregate {
                Aggregate::Gauge(gauge) => Some(gauge.last),
                _ => None,
            };
            let levels: Vec<f64> = own.filter_map(level).collect();
            if !levels.is_empty() {
                let (metric, value) = (metric.clone(), levels.iter().sum());
                samples.put(Sample {
                    metric,
                    time_ns,
                    value,
                    tags: Tags::default(),
                    metadata: None,
                });
            }
        }
    }

    /// Closes them, after the last sample; what went wrong with one does not keep the others back.
    pub(crate) fn end(self, ended: &Ended) -> Vec<Failure> {
        let mut failures: Vec<Failure> =
            self.sinks.into_iter().filter_map(|sink| sink.end(ended).err()).collect();
        failures.extend(self.samples.map(Samples::end).unwrap_or_default());
        failures
    }
}
