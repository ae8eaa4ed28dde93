//! One chart: lines and areas over an axis it may share with others.
//!
//! The drawing stretches with the page while its height stays as given; so text is not part of it but stands
//! beside and above it, placed by percent and pixel, and keeps its size on a phone.

use super::axis::Axis;
use super::markup::Markup;
use super::targets::Target;
use crate::chart::{Frame, Scale, Spot};

/// Width of a drawing in its own units; it stretches to the width of the page.
pub(super) const WIDTH: f64 = 1_000.0;
/// Height of a line's label in pixels, with the gap to the next.
const LABEL_HEIGHT: f64 = 17.0;

/// Figures along the axis, one for each place of it.
pub(super) struct Series {
    pub(super) name: String,
    /// The class that colours it.
    pub(super) class: &'static str,
    /// Whether what is below the line is filled.
    pub(super) area: bool,
    pub(super) figures: Vec<Option<f64>>,
}

/// A chart, ready to be drawn.
pub(super) struct Panel {
    /// Unique in the page.
    pub(super) id: String,
    pub(super) title: String,
    /// What stands beside the title, in quiet letters.
    pub(super) note: String,
    /// What the chart shows, in a sentence for those who do not see it.
    pub(super) summary: String,
    pub(super) height_px: f64,
    pub(super) scale: Scale,
    pub(super) format: fn(f64) -> String,
    pub(super) series: Vec<Series>,
    pub(super) targets: Vec<Target>,
    /// Said in the middle of a chart that has nothing to show.
    pub(super) empty: Option<&'static str>,
    /// Whether it is one of many small ones: its figure under the cursor then stands in its own caption.
    pub(super) is_small: bool,
    /// Whether each figure is marked by a dot, where there are few.
    pub(super) has_dots: bool,
}

impl Panel {
    pub(super) fn write(&self, axis: &Axis, page: &mut Markup) {
        let class = if self.is_small { "chart small" } else { "chart" };
        page.element("figure", &[("class", class), ("id", &self.id)], |page| {
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
            page.leaf("h3", &[], &self.title);
            page.element("ul", &[("class", "legend")], |page| {
                let legend = self.series.iter().filter(|_| self.series.len() > 1);
                for series in legend {
                    page.element("li", &[], |page| {
                        page.leaf("i", &[("class", series.class)], "");
                        page.text(&series.name);
                    });
                }
            });
            if self.is_small {
                page.leaf("b", &[("class", "at")], "");
            }
            let scale = if self.scale.is_log() { "logarithmic" } else { "" };
            for note in [&*self.note, scale].into_iter().filter(|note| !note.is_empty()) {
                page.leaf("span", &[("class", "note")], note);
            }
        });
    }

    fn write_drawing(&self, axis: &Axis, page: &mut Markup) {
        let frame = Frame { width: WIDTH, height: self.height_px };
        let (title, about) = (format!("{}-title", self.id), format!("{}-about", self.id));
        write_svg(frame, &format!("{title} {about}"), page, |page| {
            page.leaf("title", &[("id", &title)], &format!("{} {}", self.title, axis.over));
            page.leaf("desc", &[("id", &about)], &self.summary);
            write_grounds(axis, frame, page);
            let across = |y: f64| format!("M0 {y}H{WIDTH}");
            let along = |at: f64| format!("M{} 0V{}", frame.x(at), frame.height);
            let levels = self.scale.ticks().into_iter().map(|tick| self.scale.fraction(tick));
            let mut grid: String = levels.map(|level| across(frame.y(level))).collect();
            grid.extend(axis.ticks.iter().map(|(at, _)| along(*at)));
            write_path("grid", &grid, page);
            let stages = axis.bands.iter().map(|band| band.span.0).filter(|at| *at > 0.0);
            write_path("stage", &stages.map(along).collect::<String>(), page);
            self.series.iter().for_each(|series| self.write_series(series, axis, frame, page));
            for target in &self.targets {
                let level = frame.y(self.scale.fraction(target.value));
                write_path(target.class(), &across(level), page);
            }
            let rules = axis.rules.iter().map(|rule| along(rule.at));
            write_path("rule", &rules.collect::<String>(), page);
        });
    }

    fn write_series(&self, series: &Series, axis: &Axis, frame: Frame, page: &mut Markup) {
        let spots = self.spots(series, axis);
        if series.area {
            write_path(&format!("area {}", series.class), &frame.area(&spots), page);
        }
        write_path(&format!("line {}", series.class), &frame.line(&spots), page);
        let mut dots = frame.dots(&spots);
        if self.has_dots {
            let alone = spots.iter().flatten().flat_map(|spot| [Some(*spot), None]);
            dots = frame.dots(&alone.collect::<Vec<_>>());
        }
        write_path(&format!("dots {}", series.class), &dots, page);
    }

    /// The figures as spots, with a gap wherever the axis breaks.
    fn spots(&self, series: &Series, axis: &Axis) -> Vec<Spot> {
        let mut spots = Vec::with_capacity(series.figures.len());
        let places = axis.places.iter().zip(&axis.breaks);
        for ((at, breaks), figure) in places.zip(&series.figures) {
            if *breaks {
                spots.push(None);
            }
            spots.push(figure.map(|figure| (*at, self.scale.fraction(figure))));
        }
        spots
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

/// The grounds of bands: what was left out as warm-up, and every other stage.
fn write_grounds(axis: &Axis, frame: Frame, page: &mut Markup) {
    for band in axis.bands.iter().filter(|band| !band.class.is_empty()) {
        let (left, right) = (frame.x(band.span.0), frame.x(band.span.1));
        let area = format!("M{left} 0H{right}V{}H{left}Z", frame.height);
        write_path(band.class, &area, page);
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
