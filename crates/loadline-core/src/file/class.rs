//! Classes of endpoints: which requests are simple, which search, which bulk.

use super::method::Method;

/// One rule: requests that fit the pattern belong to the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassRule {
    /// The class, such as `simple`.
    pub class: String,
    /// The method, any when none is given.
    pub method: Option<Method>,
    /// The path, where `{…}` stands for any one segment: `/items/{id}`.
    pub pattern: String,
}

impl ClassRule {
    /// Whether a request fits. Scheme, host, query and fragment of `path` do not count.
    pub fn matches(&self, method: Method, path: &str) -> bool {
        if self.method.is_some_and(|wanted| wanted != method) {
            return false;
        }
        let mut wanted = self.pattern.split('/');
        let mut given = path_only(path).split('/');
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(wanted), Some(given)) if segment_matches(wanted, given) => {}
                _ => return false,
            }
        }
    }
}

/// The class of a request: the first rule that matches names it.
pub fn class_of<'a>(rules: &'a [ClassRule], method: Method, path: &str) -> Option<&'a str> {
    rules.iter().find(|rule| rule.matches(method, path)).map(|rule| rule.class.as_str())
}

fn segment_matches(wanted: &str, given: &str) -> bool {
    if wanted.starts_with('{') && wanted.ends_with('}') {
        !given.is_empty()
    } else {
        wanted == given
    }
}

/// The path of a URL or of a path with a query.
fn path_only(path: &str) -> &str {
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.find(['/', '?', '#']).map_or("/", |start| &rest[start..]),
        None => path,
    };
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    if path.is_empty() { "/" } else { path }
}
