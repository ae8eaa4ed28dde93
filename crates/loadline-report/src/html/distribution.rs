//! How response times are distributed: bars on a logarithmic axis, with percentiles and objectives as marks.

use loadline_core::histogram::Bucket;
use loadline_core::window::{Aggregate, names};
use loadline_core::{Histogram, Tags};

use super::markup::Markup;
use super::panel::{WIDTH, write_levels, write_path, write_svg};
use super::targets::targets;
use crate::chart::{Frame, Scale};
use crate::figures;
use crate::report::Report;
use crate::words;

const BARS_HEIGHT: f64 = 170.0;
/// Bars at most: more are thinner than a phone shows.
const BARS_MAX: f64 = 72.0;
/// The finest bars worth drawing: 32 to the doubling.
const SCHEMA_FINEST: i8 = 5;
/// A bar with anything in it is at least this high, or a rare slow answer would not be seen.
const BAR_HEIGHT_MIN: f64 = 2.0;
/// Objectives marked at most.
const OBJECTIVES_MAX: usize = 4;
/// The shortest time drawn.
const NANOSECOND: f64 = 1e-9;
/// Height of a mark's label in pixels, with the gap to the next.
const LABEL_HEIGHT: f64 = 18.0;

pub(super) fn write(report: &Report, page: &mut Markup) {
    let Some(response) = histogram(report, names::RESPONSE_TIME) else { return };
    let service = histogram(report, names::SERVICE_TIME);
    let (Some(min), Some(max)) = (response.min(), response.max()) else { return };
    // What took no measurable time has no place on a logarithmic axis; it stands at a nanosecond.
    let (min, max) = (min.max(NANOSECOND), max.max(NANOSECOND));
    let schema = schema(min, max);
    let marks = marks(report);
    let furthest = marks.iter().map(|mark| mark.value).fold(max, f64::max);
    let nearest = marks.iter().map(|mark| mark.value).fold(min, f64::min);
    let chart = Distribution {
        bars: bars(&response, schema),
        outline: service.map(|histogram| bars(&histogram, schema)).unwrap_or_default(),
        marks,
        scale: Scale::log(nearest, furthest),
        summary: summary(&response),
    };
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Distribution of response times");
        chart.write(page);
    });
}

fn histogram(report: &Report, metric: &str) -> Option<Histogram> {
    match report.whole.merged(metric, &Tags::default()) {
        Some(Aggregate::Histogram(histogram)) if histogram.count() > 0 => Some(histogram),
        _ => None,
    }
}

/// The finest resolution that needs no more bars than fit.
fn schema(min: f64, max: f64) -> i8 {
    let doublings = (max / min).log2() + 1.0;
    let fits = |schema: &i8| doublings * f64::from(*schema).exp2() <= BARS_MAX;
    (0..=SCHEMA_FINEST).rev().find(fits).unwrap_or(0)
}

fn marks(report: &Report) -> Vec<Mark> {
    let all = figures::overall(&report.whole);
    let percentiles = all.response().into_iter().flat_map(|latency| {
        let named = [("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99)];
        named.map(|(name, value)| Mark {
            value,
            label: format!("{name} {}", words::time(value)),
            class: name,
        })
    });
    let objectives = targets(figures::latency_targets(report), "http", OBJECTIVES_MAX);
    let objectives = objectives.into_iter().map(|target| Mark {
        class: target.class(),
        value: target.value,
        label: target.label,
    });
    percentiles.chain(objectives).collect()
}

fn summary(response: &Histogram) -> String {
    let time = |q: f64| {
        response.quantile(q).map_or_else(|| words::NONE.to_owned(), |e| words::time(e.value))
    };
    format!("Half of the answers took up to {}, 99 of 100 up to {}.", time(0.5), time(0.99))
}

/// The buckets as shares of all; zeros join the shortest bar.
fn bars(histogram: &Histogram, schema: i8) -> Vec<Bar> {
    let total = histogram.count() as f64;
    let buckets = histogram.buckets(schema);
    let zeros = buckets.iter().filter(|bucket| bucket.upper == 0.0).map(|bucket| bucket.count);
    let mut zeros: u64 = zeros.sum();
    let positive = buckets.iter().filter(|bucket| bucket.upper > 0.0);
    let mut bars: Vec<Bar> = positive
        .map(|Bucket { lower, upper, count }| Bar {
            lower: *lower,
            upper: *upper,
            share: (count + std::mem::take(&mut zeros)) as f64 / total,
        })
        .collect();
    if zeros > 0 {
        bars.push(Bar { lower: NANOSECOND, upper: 2.0 * NANOSECOND, share: 1.0 });
    }
    bars
}

/// A share of all answers between two times.
struct Bar {
    lower: f64,
    upper: f64,
    share: f64,
}

/// An upright line with its label.
struct Mark {
    value: f64,
    label: String,
    class: &'static str,
}

struct Distribution {
    bars: Vec<Bar>,
    /// The service time in open tests, as an outline.
    outline: Vec<Bar>,
    marks: Vec<Mark>,
    scale: Scale,
    summary: String,
}

impl Distribution {
    fn write(&self, page: &mut Markup) {
        let shares = self.bars.iter().chain(&self.outline).map(|bar| bar.share);
        let levels = Scale::linear(shares.fold(0.0, f64::max));
        // Each mark's label has a line of its own above the bars.
        let labels = self.marks.len() as f64 * LABEL_HEIGHT;
        let frame = Frame { width: WIDTH, height: BARS_HEIGHT };
        page.element("figure", &[("class", "chart"), ("id", "distribution")], |page| {
            self.write_caption(page);
            let style = format!("height:{BARS_HEIGHT}px;margin-top:{labels}px");
            page.element("div", &[("class", "plot"), ("style", &style)], |page| {
                write_svg(frame, "distribution-title distribution-about", page, |page| {
                    self.write_drawing(frame, &levels, labels, page);
                });
                write_levels(&levels, words::share, page);
                self.write_labels(labels, page);
            });
            page.element("div", &[("class", "clock"), ("aria-hidden", "true")], |page| {
                for tick in self.scale.ticks() {
                    let style = format!("left:{:.2}%", self.scale.fraction(tick) * 100.0);
                    page.leaf("span", &[("style", &style)], &words::time(tick));
                }
            });
        });
    }

    fn write_caption(&self, page: &mut Markup) {
        page.element("figcaption", &[], |page| {
            page.leaf("h3", &[], "Share of answers by response time");
            page.element("ul", &[("class", "legend")], |page| {
                let names = [("accent", "response time"), ("service", "service time")];
                let shown = if self.outline.is_empty() { 0 } else { names.len() };
                for (class, name) in names.into_iter().take(shown) {
                    page.element("li", &[], |page| {
                        page.leaf("i", &[("class", class)], "");
                        page.text(name);
                    });
                }
            });
            page.leaf("span", &[("class", "note")], "logarithmic");
        });
    }

    fn write_drawing(&self, frame: Frame, levels: &Scale, labels: f64, page: &mut Markup) {
        page.leaf("title", &[("id", "distribution-title")], "Distribution of response times");
        page.leaf("desc", &[("id", "distribution-about")], &self.summary);
        let ticks = levels.ticks().into_iter();
        let grid = ticks.map(|tick| format!("M0 {}H{WIDTH}", frame.y(levels.fraction(tick))));
        write_path("grid", &grid.collect::<String>(), page);
        for bar in &self.bars {
            self.write_bar(bar, frame, levels, page);
        }
        write_path("line service", &self.outline_path(frame, levels), page);
        for (row, mark) in self.marks.iter().enumerate() {
            let x = frame.x(self.scale.fraction(mark.value));
            let top = row as f64 * LABEL_HEIGHT - labels;
            write_path(&format!("mark {}", mark.class), &format!("M{x} {top}V{BARS_HEIGHT}"), page);
        }
    }

    fn write_bar(&self, bar: &Bar, frame: Frame, levels: &Scale, page: &mut Markup) {
        let (left, right) = self.ends(bar, frame);
        let height = f64::max(BARS_HEIGHT - frame.y(levels.fraction(bar.share)), BAR_HEIGHT_MIN);
        let (from, to) = (words::time(bar.lower), words::time(bar.upper));
        let attributes = [
            ("class", "bin"),
            ("x", &*left.to_string()),
            ("y", &*format!("{:.1}", BARS_HEIGHT - height)),
            ("width", &*format!("{:.1}", right - left)),
            ("height", &*format!("{height:.1}")),
        ];
        page.element("rect", &attributes, |page| {
            page.leaf("title", &[], &format!("{from} to {to}: {}", words::share(bar.share)));
        });
    }

    fn ends(&self, bar: &Bar, frame: Frame) -> (f64, f64) {
        (frame.x(self.scale.fraction(bar.lower)), frame.x(self.scale.fraction(bar.upper)))
    }

    /// The outline as steps, down to the ground wherever there is nothing.
    fn outline_path(&self, frame: Frame, levels: &Scale) -> String {
        let mut path = String::new();
        let mut last_upper = 0.0;
        for bar in &self.outline {
            let (left, right) = self.ends(bar, frame);
            let y = frame.y(levels.fraction(bar.share));
            let joined = path.is_empty() || bar.lower > last_upper * 1.000_001;
            let start = if joined { format!("M{left} {BARS_HEIGHT}") } else { String::new() };
            path.push_str(&format!("{start}V{y}H{right}"));
            last_upper = bar.upper;
        }
        path
    }

    fn write_labels(&self, labels: f64, page: &mut Markup) {
        for (row, mark) in self.marks.iter().enumerate() {
            let place = self.scale.fraction(mark.value);
            let top = row as f64 * LABEL_HEIGHT - labels;
            // Beyond the middle the label stands to the left of its line, so that it stays on the page.
            let (side, at) = if place > 0.5 { ("right", 1.0 - place) } else { ("left", place) };
            let style = format!("top:{top}px;{side}:{:.2}%", at * 100.0);
            let class = format!("mark {}", mark.class);
            page.leaf("span", &[("class", &class), ("style", &style)], &mark.label);
        }
    }
}
