//! Where the API is: its first server, or host and base path.

use super::document::Document;
use crate::flows::draft::Options;
use crate::flows::left_out::LeftOut;
use crate::flows::url::Url;
use crate::flows::value::Value;

const FALLBACK: &str = "http://127.0.0.1:8080";

/// The target of the file.
pub(super) fn target(document: &Document, options: &Options, left_out: &mut LeftOut) -> String {
    let found = match document.is_swagger {
        true => of_swagger(&document.root),
        false => of_servers(&document.root),
    };
    let base = found.trim_end_matches('/');
    if let Some(target) = &options.target {
        // A target without a path of its own keeps the base path of the description.
        let wanted = Url::parse(target);
        let path = Url::parse(base).map_or_else(|| base.to_owned(), |url| url.path);
        let is_bare = wanted.as_ref().is_some_and(|url| url.path == "/" && url.query.is_none());
        return match is_bare && path.starts_with('/') {
            true => format!("{}{}", target.trim_end_matches('/'), path.trim_end_matches('/')),
            false => target.clone(),
        };
    }
    if Url::parse(base).is_some() {
        let url = Url::parse(base).map(|url| Url { query: None, ..url });
        return url.map_or_else(String::new, |url| url.whole().trim_end_matches('/').to_owned());
    }
    left_out
        .note("the description names no host; `--target URL` sets one; until then it is", FALLBACK);
    let path = crate::flows::url::encoded(base.split('?').next().unwrap_or_default());
    if path.starts_with('/') { format!("{FALLBACK}{path}") } else { FALLBACK.to_owned() }
}

fn of_servers(root: &Value) -> String {
    let Some(server) = root.items_of("servers").first() else { return String::new() };
    let mut url = server.text_of("url").unwrap_or_default().to_owned();
    for (name, variable) in server.entries_of("variables") {
        if let Some(default) = variable.get("default").and_then(Value::scalar) {
            url = url.replace(&format!("{{{name}}}"), &default);
        }
    }
    url
}

fn of_swagger(root: &Value) -> String {
    let schemes = root.items_of("schemes");
    let is_https = schemes.is_empty() || schemes.iter().any(|s| s.text() == Some("https"));
    let path = root.text_of("basePath").unwrap_or_default();
    match root.text_of("host").filter(|host| !host.is_empty()) {
        Some(host) => format!("{}://{host}{path}", if is_https { "https" } else { "http" }),
        None => path.to_owned(),
    }
}
