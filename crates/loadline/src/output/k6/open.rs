//! The outputs of one run, fed together.

use loadline_core::Window;
use loadline_script::output::Sample;
use loadline_store::Ended;

use super::kind::{K6Opening, K6Out, Opened};
use super::samples::Samples;
use crate::failure::Failure;
use crate::output::streams::Sink;

/// All of k6's outputs of a run.
pub(crate) struct K6Outputs {
    samples: Option<Samples>,
    sinks: Vec<Box<dyn Sink>>,
}

impl K6Outputs {
    /// Opens them, before the run begins.
    pub(crate) fn open(outs: &[K6Out], opening: &K6Opening<'_>) -> Result<Self, Failure> {
        let (mut files, mut sinks) = (Vec::new(), Vec::new());
        for out in outs {
            match out.open(opening)? {
                Opened::Samples(file) => files.push(file),
                Opened::Windows(sink) => sinks.push(sink),
            }
        }
        let samples = if files.is_empty() { None } else { Some(Samples::open(files)?) };
        Ok(Self { samples, sinks })
    }

    /// What takes samples, where an output wants them.
    pub(crate) fn take(&self) -> Option<Box<dyn Fn(Sample) + Send + Sync>> {
        self.samples.as_ref().map(Samples::take)
    }

    /// Hands the next window to those that want windows.
    pub(crate) fn window(&mut self, window: &Window) {
        self.sinks.iter_mut().for_each(|sink| sink.window(window));
    }

    /// Closes them, after the last sample; what went wrong with one does not keep the others back.
    pub(crate) fn end(self, ended: &Ended) -> Vec<Failure> {
        let mut failures: Vec<Failure> =
            self.sinks.into_iter().filter_map(|sink| sink.end(ended).err()).collect();
        failures.extend(self.samples.map(Samples::end).unwrap_or_default());
        failures
    }
}
