//! The builder: windows stream through it once and leave as a report.
//!
//! Memory is bounded by the number of series, stages and timeline points, not by the run's length.

use loadline_core::window::{Rollup, Window};
use loadline_core::{Finding, Verdict};

use crate::fold::Fold;
use crate::report::{Level, Report, RunInfo};
use crate::timeline::TimelineBuilder;

/// Folds the windows of a run for its report.
#[derive(Debug)]
pub struct ReportBuilder {
    run: RunInfo,
    whole: Rollup,
    timeline: TimelineBuilder,
    /// One fold for each stage of the run.
    stages: Vec<Fold>,
}

impl ReportBuilder {
    /// A builder for the report of `run`, with nothing seen yet.
    pub fn new(run: RunInfo) -> Self {
        let stages = run.stages.iter().map(|_| Fold::default()).collect();
        Self { run, whole: Rollup::default(), timeline: TimelineBuilder::new(), stages }
    }

    /// Takes the next window; windows come in the order of their time. A window belongs to the stage and the
    /// point that its middle lies in. One that begins within the warm-up is on the timeline alone.
    pub fn observe(&mut self, window: &Window) {
        let middle_ms = window.start_ms + i64::from(window.length_ms / 2);
        let middle_ms = u64::try_from(middle_ms - self.run.started_ms).unwrap_or(0);
        self.timeline.observe(middle_ms, window);
        if window.start_ms - self.run.started_ms < self.run.warm_up_ms as i64 {
            return;
        }
        self.whole.observe(window);
        let marks = self.run.stages.iter();
        let stage = marks.zip(&mut self.stages).find(|(mark, _)| middle_ms < mark.end_ms);
        if let Some((_, fold)) = stage.filter(|(mark, _)| mark.start_ms <= middle_ms) {
            fold.observe(window);
        }
    }

    /// The report, with what the judge said. Findings say why the figures cannot be trusted. Levels by load,
    /// samples and what was found about the tested are not made here: whoever has them puts them in.
    pub fn finish(self, verdicts: Vec<Verdict>, findings: Vec<Finding>) -> Report {
        let reached =
            self.run.stages.iter().zip(&self.stages).filter(|(_, fold)| fold.covered_ms() > 0);
        let stages = reached
            .map(|(mark, fold)| Level {
                label: mark.label.clone(),
                stretch: fold.stretch(mark.start_ms, mark.end_ms),
            })
            .collect();
        let timeline = self.timeline.finish();
        Report {
            run: self.run,
            verdicts,
            findings,
            advice: Vec::new(),
            whole: self.whole,
            timeline,
            stages,
            levels: Vec::new(),
            breaking_point: None,
            samples: Vec::new(),
        }
    }
}
