//! The level axis that charts above one another share: time, or load.

use super::markup::Markup;
use crate::chart::{Scale, clock_ticks};
use crate::report::{Report, StageMark};
use crate::words;

/// A stretch of the axis with a name.
pub(super) struct Band {
    /// Where it begins and ends, as fractions of the axis.
    pub(super) span: (f64, f64),
    pub(super) label: String,
    /// The class of its ground; empty where it has none.
    pub(super) class: &'static str,
}

/// A line up through all charts.
pub(super) struct Rule {
    pub(super) at: f64,
    pub(super) label: String,
}

/// What charts above one another share.
pub(super) struct Axis {
    /// What the charts run over, in words that follow a title: `over time`.
    pub(super) over: &'static str,
    /// Where each figure stands, as fractions of the axis.
    pub(super) places: Vec<f64>,
    /// Whether lines break before that figure.
    pub(super) breaks: Vec<bool>,
    /// What each figure is at, in words.
    pub(super) moments: Vec<String>,
    /// Round places with their names.
    pub(super) ticks: Vec<(f64, String)>,
    /// Stages of a run, none beside another.
    pub(super) bands: Vec<Band>,
    pub(super) rules: Vec<Rule>,
}

impl Axis {
    /// The points of the timeline.
    pub(super) fn of_time(report: &Report) -> Self {
        let points = &report.timeline.points;
        let length_ms = points.last().map_or(0, |point| point.end_ms).max(1);
        let fraction = |at_ms: f64| (at_ms / length_ms as f64).clamp(0.0, 1.0);
        let middle = |(start, end): (u64, u64)| fraction((start + end) as f64 / 2.0);
        let mut last_end_ms = 0;
        let breaks = points.iter().map(|point| {
            let is_gap = point.start_ms > last_end_ms;
            last_end_ms = point.end_ms;
            is_gap
        });
        let ticks = clock_ticks(length_ms).into_iter();
        Self {
            over: "over time",
            breaks: breaks.collect(),
            places: points.iter().map(|point| middle((point.start_ms, point.end_ms))).collect(),
            moments: points.iter().map(|point| words::clock(point.start_ms)).collect(),
            ticks: ticks.map(|at_ms| (fraction(at_ms as f64), words::clock(at_ms))).collect(),
            bands: bands(report, length_ms, fraction),
            rules: breaking_moment(report, length_ms, fraction).into_iter().collect(),
        }
    }

    /// Levels by their load; `rule` is the load to mark.
    pub(super) fn of_load(
        loads: &[f64],
        moments: Vec<String>,
        format: fn(f64) -> String,
        rule: Option<(f64, String)>,
    ) -> Self {
        let marked = rule.as_ref().map(|(load, _)| *load);
        let highest = loads.iter().copied().chain(marked).fold(0.0, f64::max);
        let scale = Scale::linear(highest);
        Self {
            over: "by load",
            places: loads.iter().map(|load| scale.fraction(*load)).collect(),
            breaks: vec![false; loads.len()],
            moments,
            ticks: scale.ticks().into_iter().map(|at| (scale.fraction(at), format(at))).collect(),
            bands: Vec::new(),
            rules: rule
                .map(|(load, label)| Rule { at: scale.fraction(load), label })
                .into_iter()
                .collect(),
        }
    }

    /// The names of bands and rules, above the charts.
    pub(super) fn write_top(&self, page: &mut Markup) {
        let named = self.bands.iter().filter(|band| !band.label.is_empty());
        if named.clone().count() == 0 && self.rules.is_empty() {
            return;
        }
        page.element("div", &[("class", "stages")], |page| {
            for band in named {
                let (start, end) = band.span;
                let style =
                    format!("left:{:.2}%;width:{:.2}%", start * 100.0, (end - start) * 100.0);
                page.leaf("span", &[("style", &style), ("title", &band.label)], &band.label);
            }
        });
        if self.rules.is_empty() {
            return;
        }
        page.element("div", &[("class", "stages rules")], |page| {
            for rule in &self.rules {
                // Beyond the middle the name stands to the left of its line.
                let (side, at) =
                    if rule.at > 0.5 { ("right", 1.0 - rule.at) } else { ("left", rule.at) };
                let style = format!("{side}:{:.2}%", at * 100.0);
                page.leaf("span", &[("class", side), ("style", &style)], &rule.label);
            }
        });
    }

    /// The figures of the axis, below the charts.
    pub(super) fn write_bottom(&self, page: &mut Markup) {
        page.element("div", &[("class", "clock"), ("aria-hidden", "true")], |page| {
            for (at, label) in &self.ticks {
                let style = format!("left:{:.2}%", at * 100.0);
                page.leaf("span", &[("style", &style)], label);
            }
        });
    }
}

/// The warm-up, then the stages the run reached.
fn bands(report: &Report, length_ms: u64, fraction: impl Fn(f64) -> f64) -> Vec<Band> {
    let stages = &report.run.stages;
    let mut bands = Vec::new();
    if report.run.warm_up_ms > 0 {
        let end = fraction(report.run.warm_up_ms as f64);
        bands.push(Band { span: (0.0, end), label: String::new(), class: "warm" });
    }
    if stages.len() < 2 {
        return bands;
    }
    let reached = stages.iter().filter(|stage| stage.start_ms < length_ms);
    bands.extend(reached.enumerate().map(|(place, stage)| Band {
        span: (fraction(stage.start_ms as f64), fraction(stage.end_ms as f64)),
        label: stage.label.clone(),
        class: if place % 2 == 1 { "band" } else { "" },
    }));
    bands
}

/// When the first level began that did not hold: where its stage did, for what was measured in it begins
/// behind the transition.
fn breaking_moment(report: &Report, length_ms: u64, fraction: impl Fn(f64) -> f64) -> Option<Rule> {
    let first = report.levels.iter().find(|level| level.is_rising && !level.is_good())?;
    let axis = report.breaking_point.as_ref()?.axis;
    let holds = |stage: &&StageMark| {
        !first.is_ramp && stage.start_ms <= first.start_ms && first.start_ms < stage.end_ms
    };
    let stage = report.run.stages.iter().find(holds);
    let start_ms = stage.map_or(first.start_ms, |stage| stage.start_ms);
    let label = format!("gives in at {}", axis.text(first.load));
    (start_ms < length_ms).then(|| Rule { at: fraction(start_ms as f64), label })
}
