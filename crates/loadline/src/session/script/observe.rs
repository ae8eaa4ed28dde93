//! What happens to each window of a script's run: kept, judged, shown, sent out; and what ends the run early.

use loadline_core::window::{Aggregate, Gauge, Rollup, SeriesKey};
use loadline_core::{Judge, Window};
use loadline_load::{Progress, StopSignal};
use loadline_script::threshold::ThresholdWatch;
use loadline_script::{LogLevel, Script};

use super::ending::missed_metrics;
use crate::live::Live;
use crate::output::k6::K6Outputs;
use crate::output::streams::Streams;
use crate::session::keep::Keeper;
use crate::session::watched::Watched;

/// Everything that takes windows.
pub(super) struct Observers<'a> {
    pub(super) script: &'a Script,
    pub(super) keeper: Keeper,
    pub(super) judge: Judge,
    pub(super) thresholds: ThresholdWatch,
    pub(super) watched: Watched,
    pub(super) streams: Streams,
    pub(super) outputs: K6Outputs,
    pub(super) live: Live,
    pub(super) rollup: Rollup,
    pub(super) stop: &'a StopSignal,
    /// Users made before the run.
    pub(super) users_prepared: u32,
    /// The threshold that ended the run.
    pub(super) crossed: Option<String>,
}

impl Observers<'_> {
    /// Takes the next window of the run.
    pub(super) fn window(&mut self, window: &Window, progress: Progress) {
        let mut window = self.watched.beside(window).into_owned();
        let made = self.script.users_made().max(u64::from(self.users_prepared));
        let users = Aggregate::Gauge(Gauge::reading(made as f64));
        window.series.insert(SeriesKey::bare("vus_max"), users);
        self.take(&window);
        self.live.window(&window, progress);
    }

    /// Takes a window that was measured outside the run: the teardown's.
    pub(super) fn take(&mut self, window: &Window) {
        if !self.keeper.window(window) {
            self.stop.ask();
        }
        self.judge.observe(window);
        self.rollup.observe(window);
        self.streams.window(window);
        self.outputs.window(window);
        let crossed = self
            .thresholds
            .observe(window)
            .map(|threshold| format!("{}: {}", threshold.metric, threshold.source));
        if let Some(crossed) = crossed.filter(|_| self.crossed.is_none()) {
            let (thresholds, verdicts) = (self.thresholds.thresholds(), self.thresholds.verdicts());
            let metrics = missed_metrics(thresholds, &verdicts).unwrap_or_default();
            let words = format!(
                "thresholds on metrics '{metrics}' were crossed; at least one has abortOnFail enabled, stopping test prematurely"
            );
            self.script.log(LogLevel::Error, &words);
            self.crossed = Some(crossed);
            self.stop.ask();
            self.stop.ask();
        }
    }
}
