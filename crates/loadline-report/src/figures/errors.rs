//! What went wrong, by kind; what was answered, by status.

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Rollup, names};

/// Requests that failed for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorRow {
    /// The kind of error; none where an answer came and its status was the failure.
    pub(crate) error: Option<String>,
    /// The status of the answer, where one came.
    pub(crate) status: Option<String>,
    pub(crate) count: u64,
    /// How many for each name of request, the most frequent first.
    pub(crate) names: Vec<(String, u64)>,
}

impl ErrorRow {
    /// The kind in words.
    pub(crate) fn kind(&self) -> String {
        match (&self.error, &self.status) {
            (Some(error), Some(status)) if error.ends_with("status") => format!("{error} {status}"),
            (Some(error), Some(status)) => format!("{error} (status {status})"),
            (Some(error), None) => error.clone(),
            (None, Some(status)) => format!("status {status}"),
            (None, None) => "unknown kind".to_owned(),
        }
    }
}

/// Answers of one status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusRow {
    pub(crate) status: String,
    pub(crate) count: u64,
}

/// Failures by kind, the most frequent first.
pub(crate) fn errors(whole: &Rollup) -> Vec<ErrorRow> {
    type Kind<'a> = (Option<&'a str>, Option<&'a str>);
    let mut kinds: BTreeMap<Kind<'_>, BTreeMap<&str, u64>> = BTreeMap::new();
    for (key, aggregate) in whole.series() {
        if let Aggregate::Share(share) = aggregate
            && key.metric.as_ref() == names::HTTP_ERRORS
            && share.hits > 0
        {
            let kind = (key.tags.get(names::TAG_ERROR), key.tags.get(names::TAG_STATUS));
            let name = key.tags.get(names::TAG_NAME).unwrap_or_default();
            *kinds.entry(kind).or_default().entry(name).or_default() += share.hits;
        }
    }
    let mut rows: Vec<ErrorRow> = kinds
        .into_iter()
        .map(|((error, status), names)| ErrorRow {
            error: error.map(str::to_owned),
            status: status.map(str::to_owned),
            count: names.values().sum(),
            names: most_frequent_first(names),
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}

fn most_frequent_first(names: BTreeMap<&str, u64>) -> Vec<(String, u64)> {
    let mut names: Vec<_> =
        names.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names
}

/// Answers by status, in the order of the status.
pub(crate) fn statuses(whole: &Rollup) -> Vec<StatusRow> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for (key, aggregate) in whole.series() {
        if let (names::HTTP_REQUESTS, Aggregate::Counter(count)) = (&*key.metric, aggregate)
            && let Some(status) = key.tags.get(names::TAG_STATUS)
        {
            *counts.entry(status).or_default() += count;
        }
    }
    let row =
        |(status, count): (&str, f64)| StatusRow { status: status.to_owned(), count: count as u64 };
    counts.into_iter().map(row).collect()
}
