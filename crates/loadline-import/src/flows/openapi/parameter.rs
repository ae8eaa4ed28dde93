//! Parameters: what stands in the path, in the query and in headers.

use super::document::Document;
use super::operation::Operation;
use super::schema::Maker;
use crate::flows::left_out::LeftOut;
use crate::flows::text::Text;
use crate::flows::url::{encoded, encoded_component};
use crate::flows::value::Value;

/// Bytes of a path behind which no more parameters are added.
const PATH_BYTES_MAX: usize = 4 << 10;
/// Headers that one operation sets at most.
const HEADERS_MAX: usize = 20;

/// The path of a request with its values, and what else parameters bring.
pub(super) struct Built {
    pub(super) path: Text,
    /// With `{name}` for each value, whole segments only.
    pub(super) pattern: String,
    /// Whether anything is filled in.
    pub(super) is_filled: bool,
    pub(super) headers: Vec<(String, Text)>,
}

/// Puts the parameters of an operation where they belong.
pub(super) fn path(
    document: &Document,
    operation: &Operation<'_>,
    left_out: &mut LeftOut,
) -> Built {
    let mut text = Text::default();
    let mut rest = operation.path;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        text = text.then(&encoded(before));
        let named = |parameter: &&&Value| {
            parameter.text_of("name") == Some(name) && parameter.text_of("in") == Some("path")
        };
        let filled = match operation.parameters.iter().find(named) {
            Some(parameter) => component(document, parameter, left_out),
            None => Text::fill("random 1 100"),
        };
        text.push(&filled);
        rest = after;
    }
    text = text.then(&encoded(rest));
    let is_filled = !text.is_literal() || operation.path.contains('{');
    let mut between = "?";
    let mut has_query = false;
    let mut headers: Vec<(String, Text)> = Vec::new();
    for parameter in &operation.parameters {
        let name = parameter.text_of("name").unwrap_or_default();
        match parameter.text_of("in").unwrap_or_default() {
            "query" if is_wanted(parameter) && text.written().len() <= PATH_BYTES_MAX => {
                text = text.then(between).then(&encoded_component(name)).then("=");
                text.push(&component(document, parameter, left_out));
                (between, has_query) = ("&", true);
            }
            "header"
                if parameter.is_true("required")
                    && is_header(name)
                    && headers.len() < HEADERS_MAX =>
            {
                let value = scalar(document, parameter, left_out);
                headers.push((name.to_ascii_lowercase(), value));
            }
            "cookie" if parameter.is_true("required") => {
                left_out.note("cookies that an operation asks for", name);
            }
            _ => {}
        }
    }
    Built {
        path: text,
        pattern: pattern(operation.path),
        is_filled: is_filled || has_query,
        headers,
    }
}

/// Required parameters, and those whose value the description gives.
fn is_wanted(parameter: &Value) -> bool {
    let schema = parameter.get("schema").unwrap_or(parameter);
    let gives = |node: &Value| {
        ["example", "default"].iter().any(|key| node.get(key).is_some_and(|v| *v != Value::Null))
    };
    parameter.is_true("required") || gives(parameter) || gives(schema)
}

/// A name that a header can have, of those that a description may set.
fn is_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    const OWN: [&str; 6] =
        ["accept", "content-type", "authorization", "content-length", "transfer-encoding", "host"];
    !name.is_empty() && name.chars().all(is_token) && !OWN.contains(&lower.as_str())
}

/// A value of a path or query.
fn component(document: &Document, parameter: &Value, left_out: &mut LeftOut) -> Text {
    let text = made(document, parameter, left_out);
    match text {
        Made::Literal(literal) => Text::literal(&encoded_component(&literal)),
        Made::Filled(text) => text,
    }
}

fn scalar(document: &Document, parameter: &Value, left_out: &mut LeftOut) -> Text {
    match made(document, parameter, left_out) {
        Made::Literal(literal) => {
            let is_plain = |c: &char| !c.is_control();
            Text::literal(&literal.chars().filter(is_plain).take(1_000).collect::<String>())
        }
        Made::Filled(text) => text,
    }
}

enum Made {
    Literal(String),
    Filled(Text),
}

/// The value of a parameter as one text; of a list the first item.
fn made(document: &Document, parameter: &Value, left_out: &mut LeftOut) -> Made {
    let name = parameter.text_of("name").unwrap_or_default();
    let content =
        parameter.entries_of("content").first().and_then(|(_, media)| media.get("schema"));
    // Swagger 2 has the schema's keys in the parameter itself.
    let schema = parameter.get("schema").or(content).unwrap_or(parameter);
    let named =
        parameter.entries_of("examples").first().and_then(|(_, example)| example.get("value"));
    let mut maker = Maker::new(document);
    let mut value = match parameter.get("example").or(named) {
        Some(given) => given.clone(),
        None => maker.value(name, schema),
    };
    for reference in maker.unfollowed {
        left_out
            .note("references that lead nowhere, in a circle or to other documents", &reference);
    }
    while let Value::List(items) = value {
        value = items.into_iter().next().unwrap_or(Value::Null);
    }
    match value {
        Value::Fill(text) => Made::Filled(text),
        Value::Null | Value::Map(_) => Made::Literal("1".to_owned()),
        other => {
            let text = other.scalar().unwrap_or_default();
            Made::Literal(text.chars().take(1_000).collect())
        }
    }
}

/// The path as names and classes have it: a segment with a parameter is one as a whole.
fn pattern(path: &str) -> String {
    let segment = |segment: &str| {
        let inner = segment.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        match inner {
            Some((name, _)) if !name.is_empty() && name.chars().all(is_plain) => {
                format!("{{{name}}}")
            }
            Some(_) => "{id}".to_owned(),
            None => encoded(segment),
        }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
