//! Where a redirect leads: a `Location` header resolved against the request it answers (RFC 3986, section 5).

use crate::transport::{Endpoint, TargetError};

/// The endpoint and the path with query that `location` means in an answer to a request of `path`.
///
/// # Errors
/// When it is no URL of a server.
pub fn resolve(
    location: &str,
    endpoint: &Endpoint,
    path: &str,
) -> Result<(Endpoint, String), TargetError> {
    let location = location.trim().split('#').next().unwrap_or_default();
    if has_scheme(location) {
        return Endpoint::of(location);
    }
    if let Some(rest) = location.strip_prefix("//") {
        let scheme = if endpoint.tls { "https" } else { "http" };
        return Endpoint::of(&format!("{scheme}://{rest}"));
    }
    let (own_path, own_query) = parts(path);
    let (new_path, query) = parts(location);
    let resolved = if new_path.is_empty() {
        let query = query.or(own_query);
        return Ok((endpoint.clone(), joined(own_path, query)));
    } else if new_path.starts_with('/') {
        without_dots(new_path)
    } else {
        let folder = own_path.rfind('/').map_or("/", |end| &own_path[..=end]);
        without_dots(&format!("{folder}{new_path}"))
    };
    Ok((endpoint.clone(), joined(&resolved, query)))
}

/// Whether it begins with a scheme: a letter, then letters, digits, `+`, `-`, `.` up to a colon.
fn has_scheme(location: &str) -> bool {
    let Some((scheme, _)) = location.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn parts(path: &str) -> (&str, Option<&str>) {
    path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)))
}

fn joined(path: &str, query: Option<&str>) -> String {
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}

/// The path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}
