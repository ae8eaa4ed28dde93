//! Where the time of a request goes: a bar for each name, cut into its phases, and the figures of each phase.

use super::markup::Markup;
use super::table::{self, Cell, Row};
use super::tables;
use crate::figures::{self, Group, Latency};
use crate::report::Report;
use crate::words;

/// Bars drawn at most; the slowest requests come first.
const BARS_MAX: usize = 24;

/// What an average request of a name spends in its phases.
struct Bar {
    name: String,
    /// Seconds by phase, over all requests: those without the phase count as none.
    phases: Vec<(&'static str, f64)>,
}

impl Bar {
    fn of(name: String, group: &Group) -> Option<Self> {
        let requests = group.requests.max(1) as f64;
        let spent = |(phase, time): (&'static str, Option<&Latency>)| {
            let time = time?;
            Some((phase, time.avg * time.count as f64 / requests))
        };
        let phases: Vec<_> = group.phases().into_iter().filter_map(spent).collect();
        (!phases.is_empty()).then_some(Self { name, phases })
    }

    fn seconds(&self) -> f64 {
        self.phases.iter().map(|(_, seconds)| seconds).sum()
    }
}

pub(super) fn write(report: &Report, page: &mut Markup) {
    let all = figures::overall(&report.whole);
    let measured: Vec<(&'static str, &Latency)> =
        all.phases().into_iter().filter_map(|(name, time)| Some((name, time?))).collect();
    if measured.is_empty() {
        return;
    }
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Where the time goes");
        page.leaf(
            "p",
            &[("class", "lead")],
            "What an average request spends in each phase; a phase that few requests have, such as connecting, \
             is spread over all.",
        );
        write_bars(report, &measured, page);
        let rows: Vec<Row> = measured.iter().map(|(name, time)| row(name, time)).collect();
        table::write("Time in each phase", &tables::heads(&["Phase", "Requests"]), &rows, page);
    });
}

fn row(name: &str, time: &Latency) -> Row {
    let mut cells = vec![Cell::text(name), Cell::count(time.count)];
    cells.extend(tables::times(Some(time)));
    Row::new(cells)
}

fn write_bars(report: &Report, measured: &[(&'static str, &Latency)], page: &mut Markup) {
    let groups = figures::by_name(&report.whole);
    let mut bars: Vec<Bar> =
        groups.iter().filter_map(|group| Bar::of(group.request(), group)).collect();
    bars.sort_by(|one, other| other.seconds().total_cmp(&one.seconds()));
    let rest = bars.len().saturating_sub(BARS_MAX);
    bars.truncate(BARS_MAX);
    let longest = bars.iter().map(Bar::seconds).fold(0.0, f64::max);
    if longest <= 0.0 {
        return;
    }
    page.element("div", &[("class", "phases")], |page| {
        page.element("ul", &[("class", "legend")], |page| {
            for (name, _) in measured {
                page.element("li", &[], |page| {
                    page.leaf("i", &[("class", name)], "");
                    page.text(name);
                });
            }
        });
        bars.iter().for_each(|bar| write_bar(bar, longest, page));
        if rest > 0 {
            let rest = words::counted(rest as u64, "faster request");
            page.leaf("p", &[("class", "evidence")], &format!("and {rest}"));
        }
    });
}

fn write_bar(bar: &Bar, longest: f64, page: &mut Markup) {
    let spent = |(phase, seconds): &(&str, f64)| format!("{phase} {}", words::time(*seconds));
    let about: Vec<String> = bar.phases.iter().map(spent).collect();
    page.element("div", &[("class", "phase-row"), ("title", &about.join(", "))], |page| {
        page.leaf("code", &[], &bar.name);
        page.element("div", &[("class", "stack"), ("aria-hidden", "true")], |page| {
            for (phase, seconds) in &bar.phases {
                let style = format!("width:{:.2}%", seconds / longest * 100.0);
                page.leaf("i", &[("class", phase), ("style", &style)], "");
            }
        });
        page.leaf("b", &[], &words::time(bar.seconds()));
        page.leaf("span", &[("class", "unseen")], &about.join(", "));
    });
}
