//! From a sentence to an objective: one pass over its words, each error with its place.

use std::str::FromStr;

use super::catalogue::{CATALOGUE, MetricInfo, metric_info, metric_like};
use super::error::ObjectiveError;
use super::sentence::{Comparison, Objective};
use super::statistic::{self, Statistic};
use crate::quantity::{Quantity, Span, Unit};
use crate::window::Tags;

/// No sentence needs more; longer ones are refused before they are read.
const LENGTH_MAX: usize = 1_000;
const EXAMPLE: &str = "an objective reads like `http p95 < 200ms where class = simple`";
const OPERATORS: &str = "accepted: `<`, `<=`, `>`, `>=`, `==`, `!=`";

type Parsed<T> = Result<T, ObjectiveError>;

/// A word of the sentence with its place.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    offset: usize,
}

impl Word<'_> {
    fn error(self, message: String, hint: impl Into<String>) -> ObjectiveError {
        ObjectiveError { message, offset: self.offset, length: self.text.len(), hint: hint.into() }
    }
}

struct Words<'a> {
    words: Vec<Word<'a>>,
    next: usize,
    end: usize,
}

impl<'a> Words<'a> {
    fn peek(&self) -> Option<Word<'a>> {
        self.words.get(self.next).copied()
    }

    fn take(&mut self, wanted: &str, hint: &str) -> Parsed<Word<'a>> {
        let word = self.peek().ok_or_else(|| ObjectiveError {
            message: format!("the sentence ends where {wanted} is expected"),
            offset: self.end,
            length: 0,
            hint: hint.to_owned(),
        })?;
        self.next += 1;
        Ok(word)
    }

    fn take_if(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|word| word.text == text);
        self.next += usize::from(found);
        found
    }
}

impl FromStr for Objective {
    type Err = ObjectiveError;

    fn from_str(sentence: &str) -> Parsed<Self> {
        if sentence.len() > LENGTH_MAX {
            return Err(ObjectiveError {
                message: format!("the sentence is longer than {LENGTH_MAX} bytes"),
                offset: LENGTH_MAX.min(sentence.len()),
                length: 0,
                hint: EXAMPLE.to_owned(),
            });
        }
        let mut words = split(sentence)?;
        let (metric, first, statistic) = metric_and_statistic(&mut words)?;
        let comparison = comparison(&mut words)?;
        let quantity_word =
            words.take("a quantity", "such as `200ms`, `0.1%`, `1000/s`, `12GB`")?;
        let target = quantity(quantity_word)?;
        check_unit(metric_info(&metric), statistic, target, quantity_word)?;
        check_statistic(metric_info(&metric), statistic, first)?;
        let held = if words.take_if("for") { Some(duration(&mut words)?) } else { None };
        let over = if words.take_if("over") { Some(duration(&mut words)?) } else { None };
        let filter = if words.take_if("where") { filter(&mut words)? } else { Tags::default() };
        if let Some(extra) = words.peek() {
            let hint = "accepted here, in this order: `for 5m`, `over 30d`, `where tag = value and tag = value`";
            return Err(extra.error(format!("unexpected `{}`", extra.text), hint));
        }
        Ok(Self { metric, statistic, comparison, target, held, over, filter })
    }
}

/// Words are separated by space; comparison signs and quoted texts are words of their own.
fn split(sentence: &str) -> Parsed<Words<'_>> {
    let mut words = Vec::new();
    let mut rest = sentence;
    loop {
        let trimmed = rest.trim_start();
        let offset = sentence.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else { break };
        let length = match first {
            '<' | '>' | '=' | '!' => {
                trimmed.find(|c| !matches!(c, '<' | '>' | '=' | '!')).unwrap_or(trimmed.len())
            }
            '"' => match trimmed[1..].find('"') {
                Some(inner) => inner + 2,
                None => {
                    let open = Word { text: trimmed, offset };
                    return Err(
                        open.error("a quoted text does not end".to_owned(), "close it with `\"`")
                    );
                }
            },
            _ => trimmed.find(ends_word).unwrap_or(trimmed.len()),
        };
        words.push(Word { text: &trimmed[..length], offset });
        rest = &trimmed[length..];
    }
    Ok(Words { words, next: 0, end: sentence.len() })
}

/// Whether a word ends before this character, unless it is quoted.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '=' | '!' | '"')
}

fn is_sign(text: &str) -> bool {
    text.starts_with(['<', '>', '=', '!'])
}

/// The words before the comparison: a metric, then perhaps a statistic.
fn metric_and_statistic<'a>(
    words: &mut Words<'a>,
) -> Parsed<(String, Word<'a>, Option<Statistic>)> {
    let first = words.take("a metric", EXAMPLE)?;
    if is_sign(first.text) {
        return Err(first.error("the sentence has no metric".to_owned(), EXAMPLE));
    }
    let mut all = vec![first];
    while let Some(word) = words.peek().filter(|word| !is_sign(word.text)) {
        all.push(word);
        words.next += 1;
    }
    let joined = |words: &[Word]| words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
    let whole = joined(&all);
    if metric_info(&whole).is_some() || (all.len() == 1 && is_metric(first.text)) {
        return Ok((whole, first, None));
    }
    let (last, before) = all.split_last().expect("holds the first word");
    let metric = joined(before);
    let known = metric_info(&metric).is_some() || (before.len() == 1 && is_metric(first.text));
    match Statistic::from_word(last.text) {
        Some(statistic) if known => Ok((metric, first, Some(statistic))),
        None if known => {
            let message = format!("`{}` is not an aggregate", last.text);
            let hint = did_you_mean(&[&whole], 2)
                .unwrap_or_else(|| format!("accepted: {}", statistic::ACCEPTED));
            Err(last.error(message, hint))
        }
        _ => {
            Err(first.error(format!("`{whole}` is not a metric"), nearest_metric(&metric, &whole)))
        }
    }
}

/// A metric by its own name, which may stand in quotation marks.
fn is_metric(word: &str) -> bool {
    let quoted = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    is_name(quoted.unwrap_or(word))
}

/// A metric's or a tag's name: letters, digits, `_`, `.`, `:`; a letter or `_` first.
pub(super) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':'))
}

fn nearest_metric(metric: &str, whole: &str) -> String {
    did_you_mean(&[metric, whole], 3).unwrap_or_else(|| {
        let names: Vec<_> = CATALOGUE.iter().map(|info| info.name).collect();
        format!("built in: {}; any other metric goes by its one-word name", names.join(", "))
    })
}

fn did_you_mean(texts: &[&str], distance_max: usize) -> Option<String> {
    metric_like(texts, distance_max).map(|info| format!("did you mean `{}`?", info.name))
}

fn comparison(words: &mut Words) -> Parsed<Comparison> {
    let word = words.take("a comparison", OPERATORS)?;
    Comparison::ALL
        .into_iter()
        .find(|comparison| comparison.sign() == word.text)
        .ok_or_else(|| word.error(format!("`{}` is not a comparison", word.text), OPERATORS))
}

fn quantity(word: Word) -> Parsed<Quantity> {
    // Only a script's own metrics go below zero.
    if let Some(Ok(Quantity::Count(count))) = word.text.strip_prefix('-').map(str::parse) {
        return Ok(Quantity::Count(-count));
    }
    word.text.parse().map_err(|error: crate::quantity::QuantityError| {
        let message = format!("`{}` is not a quantity", error.text);
        word.error(message, format!("accepted: {}", error.accepted))
    })
}

fn duration(words: &mut Words) -> Parsed<Span> {
    let word = words.take("a duration", "such as `30s`, `5m`, `30d`")?;
    let span: Span = word.text.parse().map_err(|error: crate::quantity::QuantityError| {
        let message = format!("`{}` is not a duration", error.text);
        word.error(message, format!("accepted: {}", error.accepted))
    })?;
    if span == Span::ZERO {
        return Err(word.error("the duration is zero".to_owned(), "such as `30s`, `5m`, `30d`"));
    }
    Ok(span)
}

/// A built-in metric has a unit; some may also be given in bytes, and every metric can be counted.
fn check_unit(
    info: Option<&MetricInfo>,
    statistic: Option<Statistic>,
    target: Quantity,
    word: Word,
) -> Parsed<()> {
    let Some(info) = info else { return Ok(()) };
    let accepted: &[Unit] = match (statistic, info.name) {
        (Some(Statistic::Growth), _) => &[Unit::Share],
        (Some(Statistic::Count), _) => &[Unit::Count],
        (Some(Statistic::Rate), _) if info.unit != Unit::Share => &[Unit::Rate, Unit::ByteRate],
        (_, "memory") => &[Unit::Share, Unit::Bytes],
        (_, "disk" | "network") => &[Unit::Share, Unit::ByteRate],
        (_, "received" | "sent" | "batch") => &[Unit::ByteRate],
        (_, "pool" | "connections") => &[Unit::Share, Unit::Count],
        _ => std::slice::from_ref(&info.unit),
    };
    if accepted.contains(&target.unit()) {
        return Ok(());
    }
    let wanted: Vec<_> = accepted.iter().map(|unit| unit.described()).collect();
    let message = format!("`{}` does not compare with `{}`", info.name, word.text);
    Err(word.error(message, format!("it wants {}", wanted.join(" or "))))
}

/// Percentiles need a histogram, growth needs a level; saying so early beats an unknown verdict late.
fn check_statistic(
    info: Option<&MetricInfo>,
    statistic: Option<Statistic>,
    metric: Word,
) -> Parsed<()> {
    use super::catalogue::Reading::{Counter, Gauge, Histogram, Share};
    let (Some(info), Some(statistic)) = (info, statistic) else { return Ok(()) };
    let (fits, hint) = match info.reading {
        Histogram(_) => (
            !matches!(statistic, Statistic::Growth | Statistic::Value),
            "it has `avg`, `min`, `med`, `max`, percentiles, `count` and `rate`",
        ),
        Share(_) => (
            matches!(statistic, Statistic::Value | Statistic::Rate | Statistic::Count),
            "it has one figure, its share: leave the aggregate out",
        ),
        Counter(_) => {
            (matches!(statistic, Statistic::Count | Statistic::Rate), "it has `count` and `rate`")
        }
        Gauge(_) => (
            !matches!(statistic, Statistic::Count | Statistic::Rate)
                && statistic.quantile().is_none(),
            "it has `avg`, `min`, `max`, `growth` and `value`",
        ),
    };
    if fits {
        return Ok(());
    }
    Err(metric.error(format!("`{}` has no `{statistic}`", info.name), hint))
}

fn filter(words: &mut Words) -> Parsed<Tags> {
    let mut tags = Vec::new();
    loop {
        let tag = words.take("a tag", "such as `class = simple`")?;
        let is_quoted = tag.text.starts_with('"') && tag.text.len() > 2;
        if !is_quoted && !is_name(tag.text) {
            return Err(
                tag.error(format!("`{}` is not a tag", tag.text), "such as `class = simple`")
            );
        }
        let sign = words.take("`=`", "a filter reads `where tag = value`")?;
        if sign.text != "=" {
            let message = format!("`{}` cannot filter", sign.text);
            return Err(sign.error(message, "a filter reads `where tag = value`"));
        }
        let value = words.take("a tag's value", "such as `class = simple`")?;
        if is_sign(value.text) {
            let message = format!("`{}` is not a tag's value", value.text);
            return Err(value.error(message, "such as `class = simple`"));
        }
        tags.push((tag.text.trim_matches('"'), value.text.trim_matches('"')));
        if !words.take_if("and") {
            return Ok(Tags::new(tags));
        }
    }
}
