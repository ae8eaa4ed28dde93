//! What logs tell, as a page: the course over time, statements, messages, events, findings.

use loadline_core::Span;
use loadline_postgres::log::{LogReport, Moment, Point, Severity};
use loadline_postgres::rules::Check;
use loadline_postgres::rules::facts::{bytes, count, ms};
use loadline_report::{Colour, Course, CourseChart, CourseLine};

use super::super::html::{self, Markup};
use super::super::judge::Judged;
use super::super::out;
use super::figures::{self, events, messages, statements};

/// Round steps of a clock in seconds.
const STEPS_S: [i64; 16] =
    [1, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 604_800];
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Names on the axis at most.
const TICKS_MAX: i64 = 8;

/// The whole page.
pub(super) fn page(report: &LogReport, judged: &Judged, check: &Check, limit: usize) -> String {
    html::page("What the log says", &figures::head(report), |page| {
        html::figures(&headline(report), page);
        html::section("Objectives", &judged.table(), page);
        write_course(report, page);
        write_statements(report, limit, page);
        html::section("Errors and warnings", &messages(report, limit), page);
        html::section("Events", &events(report), page);
        html::findings(check, &out::counted(check), page);
    })
}

fn headline(report: &LogReport) -> [(&'static str, String); 6] {
    let analysis = &report.analysis;
    let all = |number: u64| count(number as i64);
    let failed = [Severity::Error, Severity::Fatal, Severity::Panic];
    [
        ("Entries", all(analysis.entries)),
        ("Calls of statements", all(analysis.statements.calls())),
        ("Their time", time(analysis.statements.total_seconds())),
        ("Errors", all(failed.map(|severity| analysis.messages.count(severity)).iter().sum())),
        ("Lock waits", all(analysis.locks.waiting)),
        ("Temporary files", bytes(analysis.temp_files.bytes as i64)),
    ]
}

fn write_statements(report: &LogReport, limit: usize, page: &mut Markup) {
    let table = statements(report, limit);
    if table.is_empty() {
        page.leaf("p", &[("class", "lead")], "No times of statements are in the log.");
        return;
    }
    html::section("Statements by total time", &table, page);
}

/// Calls, their times and errors over time; nothing where there is one interval only.
fn write_course(report: &LogReport, page: &mut Markup) {
    let (begin, interval_ms, points) = report.analysis.course();
    if points.len() < 2 {
        return;
    }
    let step_s = interval_ms as f64 / 1_000.0;
    let quantile = |q: f64| {
        let figure = move |point: &Point| point.times.quantile(q).map(|estimate| estimate.value);
        points.iter().map(figure).collect()
    };
    let calls = points.iter().map(|point| Some(point.times.count() as f64 / step_s)).collect();
    let mut charts = vec![
        chart("Calls a second", 120.0, rate, vec![line("calls", Colour::Accent, calls)]),
        CourseChart {
            is_fitting: true,
            ..chart(
                "Time of a call",
                190.0,
                time,
                vec![
                    line("p50", Colour::P50, quantile(0.5)),
                    line("p95", Colour::P95, quantile(0.95)),
                ],
            )
        },
    ];
    if points.iter().any(|point| point.errors > 0) {
        let errors = points.iter().map(|point| Some(point.errors as f64)).collect();
        let title = format!("Errors in {}", Span::from_secs_f64(step_s));
        charts.push(chart(&title, 70.0, rate, vec![line("errors", Colour::Failed, errors)]));
    }
    let length_ms = interval_ms * points.len() as i64;
    let moments = (0..points.len() as i64).map(|place| Moment(begin.0 + place * interval_ms));
    let course = Course {
        moments: moments.map(Moment::to_text).collect(),
        ticks: ticks(begin, length_ms),
        charts,
    };
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Over time");
        course.write("course", page);
    });
}

fn chart(
    title: &str,
    height_px: f64,
    format: fn(f64) -> String,
    lines: Vec<CourseLine>,
) -> CourseChart {
    CourseChart { title: title.to_owned(), height_px, format, lines, is_fitting: false }
}

fn line(name: &str, colour: Colour, figures: Vec<Option<f64>>) -> CourseLine {
    CourseLine { name: name.to_owned(), colour, figures }
}

fn rate(figure: f64) -> String {
    if figure > 0.0 && figure < 10.0 {
        format!("{figure:.1}")
    } else {
        count(figure.round() as i64)
    }
}

fn time(seconds: f64) -> String {
    ms(seconds * 1_000.0)
}

/// Round times of the day, as many as fit: the clock, or the date where days pass between them.
fn ticks(begin: Moment, length_ms: i64) -> Vec<(f64, String)> {
    // Over days a time of the day alone says nothing.
    let step_min_s = if length_ms >= 2 * DAY_MS { DAY_MS / 1_000 } else { 0 };
    let fits = |step: &i64| *step >= step_min_s && length_ms / (step * 1_000) < TICKS_MAX;
    let weeks = 604_800 * (length_ms / (604_800_000 * TICKS_MAX) + 1);
    let step_ms = STEPS_S.into_iter().find(fits).unwrap_or(weeks) * 1_000;
    let first = begin.0.div_euclid(step_ms) * step_ms;
    let moments = (0..).map(|place| first + place * step_ms);
    // A name at the very end would stand beyond the page.
    let end = begin.0 + length_ms * 97 / 100;
    let within = moments.take_while(|at| *at <= end).filter(|at| *at >= begin.0);
    within
        .map(|at| {
            let text = Moment(at).to_text();
            let (date, clock) = text.split_once(' ').unwrap_or((&text, ""));
            let name = if step_ms >= DAY_MS {
                date
            } else if step_ms >= 60_000 {
                clock.get(..5).unwrap_or(clock)
            } else {
                clock
            };
            ((at - begin.0) as f64 / length_ms as f64, name.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests;
