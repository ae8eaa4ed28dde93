//! Today's layout: thresholds, totals and, in full, each group and scenario.

use super::ink::Ink;
use super::section::{HEADINGS, Heading, heading};
use super::table::{Cells, Faint, Row, Widths, indent, label, width};
use super::{checks, thresholds};
use crate::summary::results::{MetricResult, NamedSection, Results, Section};

const FAINT: Faint = Faint { dots: "2;37", extra: "2;36" };
/// In front of each line of a block.
const MARGIN: usize = 4;
/// What a group within another one moves to the right.
const STEP: usize = 2;

/// The whole text.
pub(super) fn text(results: &Results, ink: Ink, is_full: bool) -> String {
    let page = Page { results, ink, is_full };
    let mut text = String::new();
    let thresholds = thresholds::parts(results, ink);
    if !thresholds.is_empty() {
        text.push_str(&page.title("THRESHOLDS"));
        thresholds.iter().for_each(|part| page.part(&mut text, part));
    }
    text.push_str(&page.title("TOTAL RESULTS"));
    page.section(&mut text, &results.whole, MARGIN);
    if is_full {
        let groups = results.groups.iter().map(|group| ("GROUP", group));
        let scenarios = results.scenarios.iter().map(|scenario| ("SCENARIO", scenario));
        for (kind, NamedSection { name, section }) in groups.chain(scenarios) {
            text.push_str(&page.title(&format!("{kind}: {name}")));
            page.section(&mut text, section, MARGIN);
        }
    }
    text.push_str("\n\n\n");
    text
}

struct Page<'a> {
    results: &'a Results,
    ink: Ink,
    is_full: bool,
}

impl Page<'_> {
    fn title(&self, title: &str) -> String {
        format!("\n\n  █ {} \n", self.ink.bold(title))
    }

    /// Parts are set apart by an empty line in front of each.
    fn part(&self, text: &mut String, part: &str) {
        text.push('\n');
        text.push_str(part);
    }

    fn section(&self, text: &mut String, section: &Section, margin: usize) {
        if let Some(made) = section.metric("checks") {
            let totals = checks::totals(made, self.results, &" ".repeat(margin), self.ink, FAINT);
            self.part(text, &totals);
            self.part(text, &checks::list(&section.checks, margin, self.ink));
        }
        self.metrics(text, section, margin);
        for NamedSection { name, section } in &section.groups {
            let title = self.ink.bold(&format!("GROUP: {name}"));
            self.part(text, &format!("{:margin$}↳ {title} \n", ""));
            self.section(text, section, margin + STEP);
        }
    }

    /// Every heading with its metrics; the columns are the same under all of them.
    fn metrics(&self, text: &mut String, section: &Section, margin: usize) {
        let mut shown: Vec<(Heading, &MetricResult)> = section
            .metrics
            .iter()
            .filter_map(|metric| Some((heading(metric, self.is_full)?, metric)))
            .collect();
        shown.sort_by_key(|(_, metric)| metric.split());
        let rows: Vec<(Heading, Row)> =
            shown.iter().map(|(heading, metric)| (*heading, self.row(metric, margin))).collect();
        // The longest name counts twice, once as it is called and once as it is shown.
        let called = shown.iter().map(|(_, metric)| width(&metric.name)).max();
        let labelled = rows.iter().map(|(_, row)| row.indent + width(&row.label)).max();
        let name = called.unwrap_or_default() + labelled.unwrap_or_default();
        let widths = Widths::of(rows.iter().map(|(_, row)| row), name);
        for (heading, title) in HEADINGS {
            let mut lines = rows.iter().filter(|(of, _)| *of == heading).peekable();
            if lines.peek().is_some() {
                let title = self.ink.bold(title);
                let lines: String =
                    lines.map(|(_, row)| widths.line(row, self.ink, FAINT) + "\n").collect();
                self.part(text, &format!("{:margin$}{title}\n{lines}", ""));
            }
        }
    }

    fn row(&self, metric: &MetricResult, margin: usize) -> Row {
        let indent = indent(metric);
        Row {
            margin: " ".repeat(margin + indent),
            indent,
            label: label(metric),
            cells: Cells::of(metric, self.results),
        }
    }
}
