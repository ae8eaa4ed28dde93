//! Where two programs differ over the same script: exit codes, checks, metrics, tags of samples, and the lines of
//! the summary by their names. Figures are left out: they differ from run to run.

use std::collections::BTreeSet;
use std::fmt;

use super::outcome::ScriptOutcome;

/// Tags whose values differ from run to run, or are words for people.
const LOOSE_TAGS: [&str; 3] = ["error=", "vu=", "iter="];

/// One difference between Loadline and the program that it is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs: `exit`, `checks`, `metrics`, `tags` or `summary`.
    pub kind: &'static str,
    /// How, in words.
    pub text: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.text)
    }
}

/// Where `ours` is not as `theirs`.
#[must_use]
pub fn differences(ours: &ScriptOutcome, theirs: &ScriptOutcome) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |kind, text| found.push(Difference { kind, text });
    if ours.exit_code != theirs.exit_code {
        let code = |code: Option<i32>| code.map_or("none".to_owned(), |code| code.to_string());
        add("exit", format!("{}, not {}", code(ours.exit_code), code(theirs.exit_code)));
    }
    let names: BTreeSet<&String> = ours.checks.keys().chain(theirs.checks.keys()).collect();
    for name in names {
        let (own, other) = (ours.checks.get(name), theirs.checks.get(name));
        if own != other {
            let counts = |counts: Option<&(u64, u64)>| {
                let (passed, failed) = counts.copied().unwrap_or_default();
                format!("{passed} passed, {failed} failed")
            };
            add("checks", format!("{name}: {}, not {}", counts(own), counts(other)));
        }
    }
    let metrics = |outcome: &ScriptOutcome| outcome.tags.keys().cloned().collect();
    compare("metrics", "", &metrics(ours), &metrics(theirs), &mut add);
    for (metric, own) in &ours.tags {
        if let Some(other) = theirs.tags.get(metric) {
            compare("tags", &format!("{metric}: "), &strict(own), &strict(other), &mut add);
        }
    }
    compare("summary", "", &lines(&ours.output), &lines(&theirs.output), &mut add);
    found
}

fn compare(
    kind: &'static str,
    before: &str,
    ours: &BTreeSet<String>,
    theirs: &BTreeSet<String>,
    add: &mut impl FnMut(&'static str, String),
) {
    for extra in ours.difference(theirs) {
        add(kind, format!("{before}{extra} is too much"));
    }
    for missing in theirs.difference(ours) {
        add(kind, format!("{before}{missing} is missing"));
    }
}

fn strict(tags: &BTreeSet<String>) -> BTreeSet<String> {
    let is_strict = |tag: &&String| !LOOSE_TAGS.iter().any(|loose| tag.starts_with(loose));
    tags.iter().filter(is_strict).cloned().collect()
}

/// What the lines of a summary are about: titles, names of metrics and sub-metrics, checks, thresholds.
fn lines(output: &str) -> BTreeSet<String> {
    output.lines().filter_map(name_of).collect()
}

fn name_of(line: &str) -> Option<String> {
    let line = line.trim();
    let is_marked = line.starts_with(['█', '✓', '✗']);
    match line.split_once("..") {
        Some((name, rest)) if rest.contains(':') => {
            Some(name.trim_end_matches('.').trim().to_owned())
        }
        // Behind a threshold stands what was measured.
        _ if is_marked => Some(line.rsplit_once("' ").map_or(line, |(name, _)| name).to_owned()),
        _ => None,
    }
}
