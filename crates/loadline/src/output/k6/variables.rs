//! Environment variables that set an output up, read in one way.

use std::collections::BTreeMap;
use std::time::Duration;

use loadline_core::Span;

use crate::failure::Failure;

/// The variables of the environment that begin with `K6_` or `OTEL_`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Those of this process; one that is not text is no variable.
    pub(crate) fn of_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// The value; one that is empty counts as not set.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The value, or another one.
    pub(super) fn or<'a>(&'a self, name: &str, other: &'a str) -> &'a str {
        self.get(name).unwrap_or(other)
    }

    /// Whether it says `true`; `other` where it is not set.
    pub(super) fn flag(&self, name: &str, other: bool) -> Result<bool, Failure> {
        match self.get(name) {
            None => Ok(other),
            Some("true" | "1" | "t" | "T" | "TRUE" | "True") => Ok(true),
            Some("false" | "0" | "f" | "F" | "FALSE" | "False") => Ok(false),
            Some(value) => Err(wrong(name, value, "it reads `true` or `false`")),
        }
    }

    /// A length of time; `other` where it is not set.
    pub(super) fn span(&self, name: &str, other: Duration) -> Result<Duration, Failure> {
        let Some(value) = self.get(name) else { return Ok(other) };
        let span: Result<Span, _> = value.parse();
        span.map(Span::duration).map_err(|_| wrong(name, value, "it reads `500ms` or `10s`"))
    }

    /// Variables that begin with `prefix`, without it.
    pub(super) fn with_prefix(&self, prefix: &str) -> Vec<(String, String)> {
        let named = |(name, value): (&String, &String)| {
            Some((name.strip_prefix(prefix)?.to_owned(), value.clone()))
        };
        self.0.iter().filter_map(named).collect()
    }

    /// `a:1,b:2` as pairs, with what stands between the two.
    pub(super) fn pairs(
        &self,
        name: &str,
        between: char,
    ) -> Result<Vec<(String, String)>, Failure> {
        let Some(value) = self.get(name) else { return Ok(Vec::new()) };
        let form = format!("it reads `name{between}value,name{between}value`");
        let pair = |pair: &str| {
            let (name, value) = pair.split_once(between)?;
            Some((name.trim().to_owned(), value.trim().to_owned()))
        };
        value.split(',').map(|text| pair(text).ok_or_else(|| wrong(name, value, &form))).collect()
    }
}

impl FromIterator<(String, String)> for Variables {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        let ours =
            |(name, _): &(String, String)| name.starts_with("K6_") || name.starts_with("OTEL_");
        Self(variables.into_iter().filter(ours).collect())
    }
}

/// A variable that cannot be acted on.
pub(super) fn wrong(name: &str, value: &str, hint: &str) -> Failure {
    Failure::usage(format!("{name} is `{value}`"), hint)
}
