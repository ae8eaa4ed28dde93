//! Charts above one another on one axis, with the figures that the cursor shows.

use serde::Serialize;

use super::axis::Axis;
use super::markup::Markup;
use super::panel::{Panel, Series};
use crate::words;

/// Small charts under a heading of their own.
pub(super) struct Shelf {
    pub(super) title: String,
    pub(super) panels: Vec<Panel>,
    /// Whether it opens on demand only.
    pub(super) is_folded: bool,
}

/// Writes the charts of a section on a panel of their own: the large ones, then the shelves of small ones.
pub(super) fn write(id: &str, axis: &Axis, panels: &[Panel], shelves: &[Shelf], page: &mut Markup) {
    let all = || panels.iter().chain(shelves.iter().flat_map(|shelf| &shelf.panels));
    let has_targets = all().any(|panel| !panel.targets.is_empty());
    let class = if has_targets { "charts gutter" } else { "charts" };
    page.element("div", &[("id", id), ("class", class)], |page| {
        axis.write_top(page);
        panels.iter().for_each(|panel| panel.write(axis, page));
        axis.write_bottom(page);
        for shelf in shelves.iter().filter(|shelf| !shelf.panels.is_empty()) {
            if shelf.is_folded {
                page.element("details", &[("class", "shelf")], |page| {
                    page.leaf("summary", &[], &shelf.title);
                    write_shelf(shelf, axis, page);
                });
            } else {
                page.element("div", &[("class", "shelf")], |page| {
                    page.leaf("h4", &[], &shelf.title);
                    write_shelf(shelf, axis, page);
                });
            }
        }
        write_points(axis, all(), page);
    });
}

fn write_shelf(shelf: &Shelf, axis: &Axis, page: &mut Markup) {
    shelf.panels.iter().for_each(|panel| panel.write(axis, page));
    axis.write_bottom(page);
}

/// What the cursor shows: for each point its place, what it is at, and every figure as text.
#[derive(Serialize)]
struct Points<'a> {
    left_percent: Vec<f64>,
    at: &'a [String],
    series: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    class: &'static str,
    /// The small chart in whose caption its figure stands; none for the card beside the cursor.
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: Option<&'a str>,
    figures: Vec<String>,
}

fn write_points<'a>(axis: &'a Axis, charts: impl Iterator<Item = &'a Panel>, page: &mut Markup) {
    let text = |chart: &Panel, series: &Series| -> Vec<String> {
        let figures = series.figures.iter();
        figures.map(|figure| figure.map_or_else(|| words::NONE.to_owned(), chart.format)).collect()
    };
    let named = |chart: &'a Panel| -> Vec<Named<'a>> {
        if chart.is_small {
            return caption(chart, &text).into_iter().collect();
        }
        let named = |series: &'a Series| Named {
            name: &series.name,
            class: series.class,
            chart: None,
            figures: text(chart, series),
        };
        chart.series.iter().map(named).collect()
    };
    let points = Points {
        left_percent: axis.places.iter().map(|at| (at * 10_000.0).round() / 100.0).collect(),
        at: &axis.moments,
        series: charts.flat_map(named).collect(),
    };
    let json = serde_json::to_string(&points).expect("the points hold text and numbers only");
    page.element("script", &[("type", "application/json"), ("class", "points")], |page| {
        page.json(&json);
    });
}

/// What stands in the caption of a small chart: its figure, or those of all its lines with their names.
fn caption<'a>(
    chart: &'a Panel,
    text: &impl Fn(&Panel, &Series) -> Vec<String>,
) -> Option<Named<'a>> {
    let first = chart.series.first()?;
    let mut figures = text(chart, first);
    if chart.series.len() > 1 {
        let lines: Vec<Vec<String>> =
            chart.series.iter().map(|series| text(chart, series)).collect();
        let at = |place: usize| {
            let each = chart.series.iter().zip(&lines);
            let each = each.map(|(series, line)| format!("{} {}", series.name, line[place]));
            each.collect::<Vec<_>>().join(" · ")
        };
        figures = (0..figures.len()).map(at).collect();
    }
    Some(Named { name: &first.name, class: first.class, chart: Some(&chart.id), figures })
}

/// Every figure of those series.
pub(super) fn all(series: &[Series]) -> impl Iterator<Item = f64> + Clone {
    series.iter().flat_map(|series| series.figures.iter().flatten().copied())
}

/// What the series range over, for those who do not see the chart.
pub(super) fn summary(series: &[Series], format: fn(f64) -> String) -> String {
    let ranges: Vec<String> = series.iter().map(|series| range(series, format)).collect();
    format!("{}.", ranges.join("; "))
}

fn range(series: &Series, format: fn(f64) -> String) -> String {
    let figures = || series.figures.iter().flatten().copied();
    match (figures().reduce(f64::min), figures().reduce(f64::max)) {
        (Some(min), Some(max)) => {
            format!("{} from {} to {}", series.name, format(min), format(max))
        }
        _ => format!("{} was not measured", series.name),
    }
}
