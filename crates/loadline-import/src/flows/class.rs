//! Which kind of endpoint a request is, guessed from its method, its path and what it sends.

use loadline_core::file::Method;

/// The classes in the order they are written: the first that matches wins.
const ORDER: [&str; 5] = ["health", "upload", "mutation", "search", "simple"];
/// Patterns of one class that are written.
const PATTERNS_MAX: usize = 100;

const HEALTH: [&str; 10] = [
    "health",
    "healthz",
    "healthcheck",
    "live",
    "livez",
    "liveness",
    "ready",
    "readyz",
    "readiness",
    "ping",
];

/// The rules of a file: class and patterns, in the order they are to be tried.
#[derive(Debug, Default)]
pub(super) struct Classes {
    rules: Vec<(&'static str, Vec<String>)>,
}

impl Classes {
    /// Adds the rule of a request where its kind can be guessed. `has_files` says that it uploads.
    pub(super) fn add(&mut self, method: Method, pattern: &str, has_files: bool) {
        let pattern = pattern.split(['?', '#']).next().unwrap_or_default();
        let Some(class) = guessed(method, pattern, has_files) else { return };
        let rule = format!("{} {pattern}", method.as_str());
        // A path whose own braces or blanks would be read as something else has no rule.
        let fits = |segment: &str| {
            let inner = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            !inner.unwrap_or(segment).contains(|c: char| "{}".contains(c) || c.is_whitespace())
        };
        if !pattern.starts_with('/') || !pattern.split('/').all(fits) {
            return;
        }
        let known = self.rules.iter_mut().find(|(known, _)| *known == class);
        match known {
            Some((_, rules)) if rules.len() < PATTERNS_MAX && !rules.contains(&rule) => {
                rules.push(rule);
            }
            Some(_) => {}
            None => self.rules.push((class, vec![rule])),
        }
    }

    /// The rules, whole segments before `{…}`.
    pub(super) fn into_rules(mut self) -> Vec<(&'static str, Vec<String>)> {
        self.rules.sort_by_key(|(class, _)| ORDER.iter().position(|known| known == class));
        for (_, rules) in &mut self.rules {
            rules.sort_by_key(|rule| rule.matches('{').count());
        }
        self.rules
    }
}

fn guessed(method: Method, pattern: &str, has_files: bool) -> Option<&'static str> {
    let lower = pattern.to_ascii_lowercase();
    let mut segments = lower.split('/').filter(|segment| !segment.is_empty());
    match method {
        Method::Get | Method::Head => {
            let last = segments.next_back().unwrap_or_default();
            let is_search = |part: &str| part.contains("search") || part.contains("query");
            if HEALTH.contains(&last) {
                Some("health")
            } else if is_search(last) || segments.any(is_search) {
                Some("search")
            } else if lower.contains('{') {
                Some("simple")
            } else {
                None
            }
        }
        Method::Options => None,
        _ if has_files || segments.any(|part| part.starts_with("upload")) => Some("upload"),
        _ => Some("mutation"),
    }
}
