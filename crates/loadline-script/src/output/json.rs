//! k6's lines of JSON: one for each metric when its first sample comes, one for each sample.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use loadline_core::Tags;

use super::format::SampleFormat;
use super::number::shortest;
use super::sample::{Metric, Sample};

/// Writes lines of JSON.
#[derive(Debug, Default)]
pub struct JsonFormat {
    /// Metrics that have had their line.
    described: HashSet<Arc<str>>,
}

impl SampleFormat for JsonFormat {
    fn head(&mut self, _: &mut String) {}

    fn sample(&mut self, sample: &Sample, out: &mut String) {
        let metric = &sample.metric;
        if !self.described.contains(&metric.name) {
            self.described.insert(metric.name.clone());
            describe(metric, out);
        }
        out.push_str("{\"metric\":");
        text(out, &metric.name);
        out.push_str(",\"type\":\"Point\",\"data\":{\"time\":\"");
        let time = Timestamp::from_nanosecond(i128::from(sample.time_ns)).unwrap_or_default();
        out.push_str(&time.to_string());
        out.push_str("\",\"value\":");
        shortest(out, sample.value);
        out.push_str(",\"tags\":");
        tags(out, &sample.tags);
        if let Some(metadata) = &sample.metadata {
            out.push_str(",\"metadata\":");
            tags(out, metadata);
        }
        out.push_str("}}\n");
    }
}

fn describe(metric: &Metric, out: &mut String) {
    out.push_str("{\"type\":\"Metric\",\"data\":{\"name\":");
    text(out, &metric.name);
    out.push_str(",\"type\":");
    text(out, metric.kind.word());
    out.push_str(",\"contains\":");
    text(out, metric.contains.word());
    out.push_str(",\"thresholds\":");
    // k6 writes these alone without guarding against a page of HTML.
    list(out, &metric.thresholds, |out, source| quoted(out, source, false));
    out.push_str(",\"submetrics\":");
    if metric.submetrics.is_empty() {
        out.push_str("null");
    } else {
        list(out, &metric.submetrics, |out, submetric| {
            out.push_str("{\"name\":");
            text(out, &metric.submetric_name(submetric));
            out.push_str(",\"suffix\":");
            text(out, &submetric.suffix);
            out.push_str(",\"tags\":");
            tags(out, &submetric.tags);
            out.push('}');
        });
    }
    out.push_str("},\"metric\":");
    text(out, &metric.name);
    out.push_str("}\n");
}

fn tags(out: &mut String, tags: &Tags) {
    out.push('{');
    for (place, (name, value)) in tags.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        text(out, name);
        out.push(':');
        text(out, value);
    }
    out.push('}');
}

fn list<T>(out: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    out.push('[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn text(out: &mut String, text: &str) {
    quoted(out, text, true);
}

/// A text in quotes; `for_html` keeps it from being taken for a part of a page.
fn quoted(out: &mut String, text: &str, for_html: bool) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '<' | '>' | '&' if !for_html => out.push(c),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
