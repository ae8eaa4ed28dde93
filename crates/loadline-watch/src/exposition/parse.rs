//! The page, line by line.

use std::collections::HashMap;

use super::family::{Family, Kind, kind_of};
use super::labels::{Label, labels, name_length, skip_space};

/// Samples read of one page; further ones are counted as left out.
const SAMPLES_MAX: usize = 100_000;

/// What a page says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exposition<'t> {
    /// The samples in the page's order.
    pub samples: Vec<Sample<'t>>,
    /// Lines that cannot be read or are beyond the bound.
    pub left_out: u64,
    /// The first line that cannot be read.
    pub mistake: Option<Mistake>,
}

/// A line of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample<'t> {
    /// The name; that of the family for the parts of a histogram.
    pub name: &'t str,
    /// The labels in the page's order.
    pub labels: Vec<Label<'t>>,
    /// The figure, which may be infinite or no number.
    pub value: f64,
    /// What it stands for.
    pub kind: Kind,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct Mistake {
    /// Its number, from 1.
    pub line: usize,
    /// The place within it in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: &'static str,
}

/// Reads a page.
pub fn parse(text: &str) -> Exposition<'_> {
    let mut exposition = Exposition::default();
    let mut families: HashMap<&str, Family> = HashMap::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_ascii();
        if let Some(comment) = line.strip_prefix('#') {
            let mut words = comment.split_ascii_whitespace();
            match (words.next(), words.next(), words.next()) {
                (Some("TYPE"), Some(name), Some(word)) => {
                    families.extend(Family::from_word(word).map(|family| (name, family)));
                }
                (Some("EOF"), None, _) => break,
                _ => {}
            }
            continue;
        }
        if line.is_empty() {
            continue;
        }
        if exposition.samples.len() == SAMPLES_MAX {
            exposition.left_out += 1;
            continue;
        }
        match sample(line, |name| families.get(name).copied()) {
            Ok(sample) => exposition.samples.push(sample),
            Err((at, message)) => {
                exposition.left_out += 1;
                let column = line[..at].chars().count() + 1;
                let mistake = || Mistake { line: number + 1, column, message };
                exposition.mistake.get_or_insert_with(mistake);
            }
        }
    }
    exposition
}

/// `name{labels} value [time stamp] [# exemplar]`
fn sample(
    line: &str,
    declared: impl Fn(&str) -> Option<Family>,
) -> Result<Sample<'_>, (usize, &'static str)> {
    let length = name_length(line);
    if length == 0 {
        return Err((0, "expected a metric's name: letters, digits, `_`, `:`"));
    }
    let name = &line[..length];
    let mut at = skip_space(line, length);
    let mut own = Vec::new();
    if line[at..].starts_with('{') {
        let (read, after) =
            labels(&line[at..]).map_err(|(place, message)| (at + place, message))?;
        own = read;
        at = skip_space(line, at + after);
    } else if at == length {
        return Err((at, "expected `{` or a space after a metric's name"));
    }
    let mut words = line[at..].split_ascii_whitespace();
    let value = words.next().ok_or((at, "expected a figure"))?;
    let value = value.parse().map_err(|_| (at, "expected a figure"))?;
    let is_time = |word: &str| word.starts_with('#') || word.parse::<f64>().is_ok();
    if !words.next().is_none_or(is_time) {
        return Err((at, "expected nothing but a time stamp after a figure"));
    }
    let (kind, name) = kind_of(name, declared);
    let is_histogram = matches!(kind, Kind::Bucket | Kind::HistogramSum | Kind::HistogramCount);
    debug_assert!(is_histogram || name.len() == length, "only histograms' names are cut");
    Ok(Sample { name, labels: own, value, kind })
}
