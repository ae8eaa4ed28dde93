//! Requests and what surrounds them, as nodes.

use super::node::{Entry, Item, Node};
use crate::flows::draft::{Act, Auth, Body, Part, Request};
use crate::flows::text::Text;
use crate::flows::value::Value;

/// A text with values to fill in.
pub(super) fn text(text: &Text) -> Node {
    Node::text(text.written())
}

/// Names with texts.
pub(super) fn texts(entries: &[(String, Text)]) -> Node {
    Node::map(entries.iter().map(|(name, value)| (name.clone(), text(value))))
}

/// How requests prove who sends them.
pub(super) fn auth(auth: &Auth) -> Node {
    let (kind, value) = match auth {
        Auth::Basic(value) => ("basic", value),
        Auth::Bearer(value) => ("bearer", value),
        Auth::Digest(value) => ("digest", value),
    };
    Node::map([(kind, text(value))])
}

/// A list of steps.
pub(super) fn acts(acts: &[Act]) -> Node {
    let item = |act: &Act| match act {
        Act::Request(request) => {
            Item { comment: request.comment.clone(), node: self::request(request) }
        }
        Act::Wait(span) => {
            Item { comment: String::new(), node: Node::map([("wait", Node::Bare(span.clone()))]) }
        }
        Act::Parallel(requests) => {
            let steps = Node::list(requests.iter().map(self::request));
            Item { comment: String::new(), node: Node::map([("parallel", steps)]) }
        }
    };
    Node::List(acts.iter().map(item).collect())
}

/// One request, its keys in the order of the reference.
fn request(request: &Request) -> Node {
    let method = request.method.as_str().to_ascii_lowercase();
    let mut entries = vec![Entry::new(method, text(&request.path))];
    let mut add = |key: &str, node: Node| entries.push(Entry::new(key, node));
    if let Some(name) = &request.name {
        add("name", Node::text(name.as_str()));
    }
    if !request.headers.is_empty() {
        add("headers", texts(&request.headers));
    }
    if let Some(proof) = &request.auth {
        add("auth", auth(proof));
    }
    match &request.body {
        Body::None => {}
        Body::Json(value) => add("json", json(value)),
        Body::Text(body) => add("body", text(body)),
        Body::Zeros(bytes) => add("body_size", Node::Bare(format!("{bytes}B"))),
        Body::Form(fields) => add("form", texts(fields)),
        Body::Multipart(parts) => {
            add(
                "multipart",
                Node::map(parts.iter().map(|(name, value)| (name.clone(), part(value)))),
            );
        }
        Body::File(path) => add("file", Node::text(path.as_str())),
    }
    if let Some(redirects) = request.redirects {
        add("redirects", Node::Bare(redirects.to_string()));
    }
    if let Some(timeout) = &request.timeout {
        add("timeout", Node::Bare(timeout.clone()));
    }
    if !request.save.is_empty() {
        let save =
            request.save.iter().map(|(name, path)| (name.clone(), Node::text(path.as_str())));
        add("save", Node::map(save));
    }
    match &request.status[..] {
        [] => {}
        [status] => {
            add("check", Node::map([("status", Node::Bare(status.to_string()))]));
        }
        several => {
            let several = several.iter().map(|status| Node::Bare(status.to_string()));
            add("check", Node::map([("status", Node::list(several))]));
        }
    }
    Node::Map(entries)
}

fn part(part: &Part) -> Node {
    match part {
        Part::Text(value) => text(value),
        Part::File { path, file_name, media_type } => {
            let mut entries = vec![("file", Node::text(path.as_str()))];
            entries.extend(file_name.as_ref().map(|name| ("name", Node::text(name.as_str()))));
            entries.extend(media_type.as_ref().map(|kind| ("type", Node::text(kind.as_str()))));
            Node::map(entries)
        }
    }
}

/// A body of JSON.
fn json(value: &Value) -> Node {
    match value {
        Value::Null => Node::Bare("null".to_owned()),
        Value::Bool(truth) => Node::Bare(truth.to_string()),
        Value::Number(number) => Node::Bare(number.clone()),
        Value::Text(literal) => text(&Text::literal(literal)),
        Value::Fill(filled) => text(filled),
        Value::List(items) => Node::list(items.iter().map(json)),
        Value::Map(entries) => {
            Node::map(entries.iter().map(|(key, value)| (key.clone(), json(value))))
        }
    }
}
