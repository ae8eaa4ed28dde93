//! One chart of the timeline: lines and areas over the shared time axis.
//!
//! The drawing stretches with the page while its height stays as given; so text is not part of it but stands
//! beside and above it, placed by percent and pixel, and keeps its size on a phone.

use super::markup::Markup;
use super::targets::Target;
use crate::chart::{Frame, Scale, Spot, clock_ticks};

/// Width of a drawing in its own units; it stretches to the width of the page.
pub(super) const WIDTH: f64 = 1_000.0;
/// Height of a line's label in pixels, with the gap to the next.
const LABEL_HEIGHT: f64 = 17.0;

/// Figures over time, one for each moment of the axis.
pub(super) struct Series {
    pub(super) name: &'static str,
    /// The class that colours it.
    pub(super) class: &'static str,
    /// Whether what is below the line is filled.
    pub(super) area: bool,
    pub(super) figures: Vec<Option<f64>>,
}

/// The time axis that all panels share.
pub(super) struct Axis {
    pub(super) length_ms: u64,
    /// Start and end of each point.
    pub(super) spans_ms: Vec<(u64, u64)>,
    /// Where stages begin, with their labels and ends.
    pub(super) stages: Vec<(u64, u64, String)>,
}

impl Axis {
    /// A moment as a fraction of the axis.
    pub(super) fn fraction(&self, at_ms: f64) -> f64 {
        (at_ms / self.length_ms.max(1) as f64).clamp(0.0, 1.0)
    }

    /// The middle of a point as a fraction of the axis.
    pub(super) fn middle(&self, (start_ms, end_ms): (u64, u64)) -> f64 {
        self.fraction((start_ms + end_ms) as f64 / 2.0)
    }

    /// The figures as spots, with a gap wherever no point is.
    fn spots(&self, figures: &[Option<f64>], scale: &Scale) -> Vec<Spot> {
        let mut spots = Vec::with_capacity(figures.len());
        let mut last_end_ms = 0;
        for (span, figure) in self.spans_ms.iter().zip(figures) {
            if span.0 > last_end_ms {
                spots.push(None);
            }
            last_end_ms = span.1;
            spots.push(figure.map(|figure| (self.middle(*span), scale.fraction(figure))));
        }
        spots
    }
}

/// A chart, ready to be drawn.
pub(super) struct Panel {
    /// Unique in the page.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What the chart shows, in a sentence for those who do not see it.
    pub(super) summary: String,
    pub(super) height_px: f64,
    pub(super) scale: Scale,
    pub(super) format: fn(f64) -> String,
    pub(super) series: Vec<Series>,
    pub(super) targets: Vec<Target>,
    /// Said in the middle of a chart that has nothing to show.
    pub(super) empty: Option<&'static str>,
}

impl Panel {
    pub(super) fn write(&self, axis: &Axis, page: &mut Markup) {
        page.element("figure", &[("class", "chart"), ("id", self.id)], |page| {
            self.write_caption(page);
            let style = format!("height:{}px", self.height_px);
            page.element("div", &[("class", "plot"), ("style", &style)], |page| {
                self.write_drawing(axis, page);
                write_levels(&self.scale, self.format, page);
                self.write_target_labels(page);
                if let Some(empty) = self.empty {
                    page.leaf("span", &[("class", "empty")], empty);
                }
            });
        });
    }

    fn write_caption(&self, page: &mut Markup) {
        page.element("figcaption", &[], |page| {
            page.leaf("h3", &[], self.title);
            page.element("ul", &[("class", "legend")], |page| {
                let legend = self.series.iter().filter(|_| self.series.len() > 1);
                for series in legend {
                    page.element("li", &[], |page| {
                        page.leaf("i", &[("class", series.class)], "");
                        page.text(series.name);
                    });
                }
            });
            if self.scale.is_log() {
                page.leaf("span", &[("class", "note")], "logarithmic");
            }
        });
    }

    fn write_drawing(&self, axis: &Axis, page: &mut Markup) {
        let frame = Frame { width: WIDTH, height: self.height_px };
        let (title, about) = (format!("{}-title", self.id), format!("{}-about", self.id));
        write_svg(frame, &format!("{title} {about}"), page, |page| {
            page.leaf("title", &[("id", &title)], &format!("{} over time", self.title));
            page.leaf("desc", &[("id", &about)], &self.summary);
            let across = |y: f64| format!("M0 {y}H{WIDTH}");
            let along = |x: f64| format!("M{x} 0V{}", frame.height);
            let levels = self.scale.ticks().into_iter().map(|tick| self.scale.fraction(tick));
            let mut grid: String = levels.map(|level| across(frame.y(level))).collect();
            let ticks = clock_ticks(axis.length_ms).into_iter();
            grid.extend(ticks.map(|at_ms| along(frame.x(axis.fraction(at_ms as f64)))));
            write_path("grid", &grid, page);
            let stages = axis.stages.iter().map(|(start_ms, _, _)| *start_ms).filter(|at| *at > 0);
            let stages: String =
                stages.map(|at_ms| along(frame.x(axis.fraction(at_ms as f64)))).collect();
            write_path("stage", &stages, page);
            for series in &self.series {
                let spots = axis.spots(&series.figures, &self.scale);
                if series.area {
                    write_path(&format!("area {}", series.class), &frame.area(&spots), page);
                }
                write_path(&format!("line {}", series.class), &frame.line(&spots), page);
                write_path(&format!("dots {}", series.class), &frame.dots(&spots), page);
            }
            for target in &self.targets {
                let level = frame.y(self.scale.fraction(target.value));
                write_path(target.class(), &across(level), page);
            }
        });
    }

    /// Labels stand on their lines; where lines are close, labels move apart within the chart.
    fn write_target_labels(&self, page: &mut Markup) {
        let lines = self.targets.iter().rev().map(|target| self.scale.fraction(target.value));
        let lines: Vec<f64> = lines.map(|level| (1.0 - level) * self.height_px).collect();
        for (target, top) in self.targets.iter().rev().zip(label_tops(&lines, self.height_px)) {
            let style = format!("top:{top:.1}px");
            let attributes =
                [("class", target.class()), ("style", &*style), ("title", &*target.label)];
            page.leaf("span", &attributes, &target.label);
        }
    }
}

/// Where labels of lines at those depths begin, so that none covers another and all stay above the bottom.
pub(super) fn label_tops(lines: &[f64], height: f64) -> Vec<f64> {
    let mut tops: Vec<f64> = lines.iter().map(|line| line - LABEL_HEIGHT).collect();
    let mut lowest = height - LABEL_HEIGHT;
    for top in tops.iter_mut().rev() {
        *top = top.min(lowest);
        lowest = *top - LABEL_HEIGHT;
    }
    let mut highest = -LABEL_HEIGHT;
    for top in &mut tops {
        *top = top.max(highest);
        highest = *top + LABEL_HEIGHT;
    }
    tops
}

/// A drawing that stretches with the page, described by the elements of those ids.
pub(super) fn write_svg(
    frame: Frame,
    described_by: &str,
    page: &mut Markup,
    content: impl FnOnce(&mut Markup),
) {
    let size = format!("0 0 {} {}", frame.width, frame.height);
    let attributes = [
        ("viewBox", size.as_str()),
        ("preserveAspectRatio", "none"),
        ("role", "img"),
        ("aria-labelledby", described_by),
    ];
    page.element("svg", &attributes, content);
}

/// A path, unless there is nothing to draw.
pub(super) fn write_path(class: &str, path: &str, page: &mut Markup) {
    if !path.is_empty() {
        page.leaf("path", &[("class", class), ("d", path)], "");
    }
}

/// The figures of the upright axis, beside the drawing.
pub(super) fn write_levels(scale: &Scale, format: fn(f64) -> String, page: &mut Markup) {
    for tick in scale.ticks() {
        let style = format!("top:{:.2}%", (1.0 - scale.fraction(tick)) * 100.0);
        page.leaf("span", &[("class", "level"), ("style", &style)], &format(tick));
    }
}
