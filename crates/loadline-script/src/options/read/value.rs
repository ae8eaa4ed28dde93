//! A value of options with the way to it, and the readers of plain kinds: numbers, texts, durations, lists.
//!
//! Each error names the key, what was found there and what is accepted.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::options::duration;
use crate::options::error::{OptionsError, Step};

pub(super) type Read<T> = Result<T, OptionsError>;

/// Characters of a found value that an error shows.
const FOUND_MAX: usize = 40;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<'a> {
    pub(super) value: &'a Value,
    /// What stands for the first key: the name of a variable or a flag.
    label: Option<&'a str>,
    steps: Vec<Step>,
}

impl<'a> At<'a> {
    /// The whole of what a script exports or a file holds.
    pub(super) const fn whole_of(value: &'a Value) -> Self {
        Self { value, label: None, steps: Vec::new() }
    }

    /// The value of one key that came by a variable or a flag.
    pub(super) const fn labelled(label: &'a str, value: &'a Value) -> Self {
        Self { value, label: Some(label), steps: Vec::new() }
    }

    fn step(&self, step: Step, value: &'a Value) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { value, label: self.label, steps }
    }

    /// The name of what it is, as errors print it.
    fn path(&self) -> String {
        let mut path = self.label.unwrap_or_default().to_owned();
        for step in &self.steps {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.extend([".", key]),
                Step::Item(item) => path.push_str(&format!("[{item}]")),
            }
        }
        path
    }

    /// An error about this value.
    pub(super) fn error(
        &self,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> OptionsError {
        let path = if self.steps.is_empty() && self.label.is_none() {
            "options".to_owned()
        } else {
            self.path()
        };
        OptionsError { steps: self.steps.clone(), ..OptionsError::of(path, message, hint) }
    }

    /// Something else is expected here.
    pub(super) fn expected(&self, what: &str) -> OptionsError {
        self.error(format!("expected {what}, found {}", found(self.value)), "")
    }

    /// Its keys and values in order, without those set to `null`.
    pub(super) fn entries(&self, what: &str) -> Read<Vec<(&'a str, Self)>> {
        let map = self.value.as_object().ok_or_else(|| self.expected(what))?;
        let entries = map.iter().filter(|(_, value)| !value.is_null());
        Ok(entries
            .map(|(key, value)| (key.as_str(), self.step(Step::Key(key.clone()), value)))
            .collect())
    }

    /// Its items in order.
    pub(super) fn items(&self, what: &str) -> Read<Vec<Self>> {
        let list = self.value.as_array().ok_or_else(|| self.expected(what))?;
        let items = list.iter().enumerate();
        Ok(items.map(|(item, value)| self.step(Step::Item(item), value)).collect())
    }

    /// A whole number from zero up; a text that says one is taken, too.
    pub(super) fn whole(&self) -> Read<u64> {
        let number = match self.value {
            Value::Number(number) => {
                let whole = |number: f64| {
                    (number.fract() == 0.0 && (0.0..=9e15).contains(&number))
                        .then_some(number as u64)
                };
                number.as_u64().or_else(|| number.as_f64().and_then(whole))
            }
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        let message = || format!("expected a whole number, found {}", found(self.value));
        number.ok_or_else(|| self.error(message(), "accepted: a whole number from 0 up"))
    }

    /// A whole number from one up.
    pub(super) fn at_least_one(&self) -> Read<u64> {
        match self.whole()? {
            0 => Err(self.error("expected at least 1, found 0", "")),
            number => Ok(number),
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&self) -> Read<bool> {
        self.value.as_bool().ok_or_else(|| self.expected("`true` or `false`"))
    }

    /// A text.
    pub(super) fn text(&self) -> Read<&'a str> {
        self.value.as_str().ok_or_else(|| self.expected("a text"))
    }

    /// A list of texts.
    pub(super) fn texts(&self) -> Read<Vec<Self>> {
        let items = self.items("a list of texts")?;
        items.iter().try_for_each(|item| item.text().map(drop))?;
        Ok(items)
    }

    /// An object whose values are texts; `null` is an empty one.
    pub(super) fn text_map(&self) -> Read<BTreeMap<String, String>> {
        let what = "an object of texts";
        let map = self.value.as_object().ok_or_else(|| self.expected(what))?;
        let text = |(key, value): (&String, &'a Value)| {
            let at = self.step(Step::Key(key.clone()), value);
            Ok((key.clone(), if value.is_null() { String::new() } else { at.text()?.to_owned() }))
        };
        map.iter().map(text).collect()
    }

    /// A duration, or a number of milliseconds.
    pub(super) fn duration(&self) -> Read<Duration> {
        let duration = match self.value {
            Value::Number(ms) => ms.as_f64().and_then(duration::from_ms),
            Value::String(text) => duration::parse(text),
            _ => None,
        };
        let message = || format!("expected a duration, found {}", found(self.value));
        duration.ok_or_else(|| self.error(message(), duration::ACCEPTED))
    }

    /// One of several names.
    pub(super) fn one_of<T: Copy>(&self, all: &[T], name: impl Fn(T) -> &'static str) -> Read<T> {
        let text = self.text()?;
        all.iter().copied().find(|one| name(*one) == text).ok_or_else(|| {
            let names: Vec<_> = all.iter().map(|one| format!("`{}`", name(*one))).collect();
            self.error(format!("`{text}` is not known"), format!("accepted: {}", names.join(", ")))
        })
    }
}

/// A value as errors show it: cut short when it is long.
fn found(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => {
            let text = other.to_string();
            match text.char_indices().nth(FOUND_MAX) {
                Some((cut, _)) => format!("{}…", &text[..cut]),
                None => text,
            }
        }
    }
}
