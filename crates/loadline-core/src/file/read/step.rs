//! Reading a step: one request with what it sends, keeps and expects.

use super::answer::{Checks, read_checks, read_saves};
use super::body::read_body;
use super::names::Names;
use super::text::{read_headers, read_path, read_template};
use crate::file::method::Method;
use crate::file::step::{Auth, Coding, Step};
use crate::file::template::Template;
use crate::quantity::Span;
use crate::yaml::Node;
use crate::yaml::reader::{Mapping, Reader};

/// Most redirects that can be asked for.
pub(super) const REDIRECTS_MAX: u64 = 100;

const AUTH: &str = "accepted: `{ basic: \"user:password\" }`, `{ bearer: \"{{token}}\" }`, \
                    `{ digest: \"user:password\" }`";

/// Reads the mapping of one request.
pub(super) fn read_step(
    reader: &mut Reader,
    mut step: Mapping<'_>,
    names: &mut Names,
) -> Option<Step> {
    let request = request(reader, &mut step, names);
    let name = step.take("name").and_then(|node| reader.name(node, "`name`"));
    let headers =
        step.take("headers").map_or_else(Vec::new, |node| read_headers(reader, node, names));
    let auth = step.take("auth").and_then(|node| read_auth(reader, node, names));
    let body = read_body(reader, &mut step, names);
    let compression = step.take("compress").and_then(|node| coding(reader, node));
    let redirects = step.take("redirects").and_then(|node| read_redirects(reader, node));
    let timeout: Option<Span> =
        step.take("timeout").and_then(|node| reader.quantity(node, "`timeout`"));
    // A check may ask for what the same answer brings.
    let save = step.take("save").map_or_else(Vec::new, |node| read_saves(reader, node, names));
    let Checks { expected_status, checks } =
        step.take("check").map_or_else(Checks::default, |node| read_checks(reader, node, names));
    step.finish(reader);
    let (method, path) = request?;
    let step = Step::new(method, path);
    Some(Step {
        name,
        headers,
        auth,
        body,
        compression,
        redirects,
        timeout,
        save,
        expected_status,
        checks,
        ..step
    })
}

/// Exactly one of the method keys, with the path.
fn request(
    reader: &mut Reader,
    step: &mut Mapping<'_>,
    names: &mut Names,
) -> Option<(Method, Template)> {
    let mut found = Vec::new();
    for (method, key) in Method::ALL {
        found.extend(step.take_entry(key).map(|(key, node)| (method, key, node)));
    }
    let Some((method, _, node)) = found.first() else {
        let hint = "a request has one of `get`, `post`, `put`, `patch`, `delete`, `head`, `options`, such as \
                    `get: /items`; other steps are `wait`, `repeat`, `if`, `parallel`, `websocket`, `events`";
        reader.report(step.place(), "a step sends no request", Some(hint.to_owned()));
        return None;
    };
    for (_, key, _) in &found[1..] {
        let message = format!("a step sends one request, not `{}` as well", key.text);
        reader.report(key.place, message, Some("begin another step with `- `".to_owned()));
    }
    Some((*method, read_path(reader, node, &["http://", "https://"], names)?))
}

/// Reads how requests prove who sends them.
pub(super) fn read_auth(reader: &mut Reader, node: &Node, names: &mut Names) -> Option<Auth> {
    let mut auth = reader.mapping(node, "`auth`")?;
    let given = ["basic", "bearer", "digest"].map(|kind| (kind, auth.take(kind)));
    auth.finish(reader);
    let found: Vec<_> = given.into_iter().filter_map(|(kind, node)| Some((kind, node?))).collect();
    let &[(kind, value)] = &found[..] else {
        reader.report(node.place, "`auth` takes exactly one way", Some(AUTH.to_owned()));
        return None;
    };
    let template = read_template(reader, value, "`auth`", names)?;
    if kind != "bearer" && template.as_text().is_some_and(|text| !text.contains(':')) {
        let message = format!("`{kind}` has no `:` between user and password");
        reader.report(value.place, message, Some(AUTH.to_owned()));
        return None;
    }
    Some(match kind {
        "basic" => Auth::Basic(template),
        "bearer" => Auth::Bearer(template),
        _ => Auth::Digest(template),
    })
}

/// Reads how many redirects are followed.
pub(super) fn read_redirects(reader: &mut Reader, node: &Node) -> Option<u32> {
    reader.whole(node, "`redirects`", 0, REDIRECTS_MAX).map(|count| count as u32)
}

fn coding(reader: &mut Reader, node: &Node) -> Option<Coding> {
    let text = reader.text(node, "`compress`")?;
    let coding = Coding::named(text);
    if coding.is_none() {
        let names = Coding::ALL.map(|(_, name)| format!("`{name}`")).join(", ");
        let message = format!("`{text}` is not a way to compress");
        reader.report(node.place, message, Some(format!("accepted: {names}")));
    }
    coding
}
