//! A page that is no report of a run: what other commands show in the same clothes. In come a title and what writes
//! the parts, out goes a page that needs no other file.
//!
//! Deliberately not here: what the parts are, and markup that is not escaped.

use super::axis::Axis;
use super::charts;
use super::head;
use super::markup::Markup;
use super::page::document;
use super::panel::{Panel, Series};
use crate::chart::Scale;

/// A page with the house's style, and `style` besides; `content` writes what stands below the title. Back-quotes mark
/// code in the subtitle.
#[must_use]
pub fn sheet(
    title: &str,
    subtitle: &str,
    style: &'static str,
    content: impl FnOnce(&mut Markup),
) -> String {
    document(title, style, |page| {
        page.element("main", &[], |page| {
            page.element("header", &[], |page| {
                head::write_brand(page);
                page.leaf("h1", &[], title);
                page.element("p", &[("class", "target")], |page| page.marked(subtitle));
            });
            content(page);
        });
    })
}

/// Charts above one another over intervals of equal length.
#[derive(Debug)]
pub struct Course {
    /// What each interval is called, as `11:20:33`.
    pub moments: Vec<String>,
    /// Round places of the axis, from 0 to 1, with their names.
    pub ticks: Vec<(f64, String)>,
    /// The charts, from the top.
    pub charts: Vec<CourseChart>,
}

/// One chart of a course.
#[derive(Debug)]
pub struct CourseChart {
    /// What it shows, with its unit: `Calls a second`.
    pub title: String,
    /// Its height in pixels.
    pub height_px: f64,
    /// How a figure is written.
    pub format: fn(f64) -> String,
    /// Its lines.
    pub lines: Vec<CourseLine>,
    /// Whether small and large figures are shown side by side, on a logarithmic axis where they are far apart.
    pub is_fitting: bool,
}

/// One line of a chart.
#[derive(Debug)]
pub struct CourseLine {
    /// What it is.
    pub name: String,
    /// How it is drawn.
    pub colour: Colour,
    /// A figure for each interval; none where there is none.
    pub figures: Vec<Option<f64>>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// The page's own colour, with its area filled.
    Accent,
    /// The shade of middle values.
    P50,
    /// The shade of high values.
    P95,
    /// What went wrong, with its area filled.
    Failed,
}

impl Colour {
    const fn class(self) -> &'static str {
        match self {
            Self::Accent => "accent",
            Self::P50 => "p50",
            Self::P95 => "p95",
            Self::Failed => "failed",
        }
    }
}

impl Course {
    /// Writes the charts; nothing where no interval is.
    pub fn write(self, id: &str, page: &mut Markup) {
        if self.moments.is_empty() {
            return;
        }
        let count = self.moments.len();
        let axis = Axis {
            over: "over time",
            places: (0..count).map(|place| (place as f64 + 0.5) / count as f64).collect(),
            breaks: vec![false; count],
            moments: self.moments,
            ticks: self.ticks,
            bands: Vec::new(),
            rules: Vec::new(),
        };
        let charts = self.charts.into_iter().enumerate();
        let panels: Vec<Panel> =
            charts.map(|(place, chart)| chart.panel(format!("{id}-{place}"))).collect();
        charts::write(id, &axis, &panels, &[], page);
    }
}

impl CourseChart {
    fn panel(self, id: String) -> Panel {
        let series = self.lines.into_iter().map(|line| Series {
            name: line.name,
            class: line.colour.class(),
            area: matches!(line.colour, Colour::Accent | Colour::Failed),
            figures: line.figures,
        });
        let series: Vec<Series> = series.collect();
        let max = charts::all(&series).fold(0.0, f64::max);
        let scale = if self.is_fitting && max > 0.0 {
            Scale::fitting(charts::all(&series))
        } else {
            Scale::linear(max)
        };
        Panel {
            id,
            title: self.title,
            note: String::new(),
            summary: charts::summary(&series, self.format),
            height_px: self.height_px,
            scale,
            format: self.format,
            series,
            targets: Vec::new(),
            empty: None,
            is_small: false,
            has_dots: false,
        }
    }
}
