//! What an operation sends, from its request body or, in Swagger 2, from its `body` and `formData` parameters.

use super::document::Document;
use super::operation::Operation;
use super::schema::Maker;
use crate::flows::draft::{Body, Draft, FileBeside, Part};
use crate::flows::har::{JSON_LEVELS_MAX, fits};
use crate::flows::text::Text;
use crate::flows::value::Value;

/// Bytes of a file that stands for one to be uploaded.
const FILE_BYTES: usize = 1 << 10;
const FILE: &str = "loadline-upload.bin";
const UNFOLLOWED: &str = "references that lead nowhere, in a circle or to other documents";
/// Values of a body.
const VALUES_MAX: usize = 2_000;
/// Bytes of an example that is a text.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// What came of it.
pub(super) enum Made {
    /// The operation sends nothing.
    Nothing,
    Sent {
        body: Body,
        media_type: Option<String>,
        has_files: bool,
    },
    /// It needs a body that cannot be made.
    Impossible,
}

/// The body of an operation.
pub(super) fn body(
    draft: &mut Draft,
    document: &Document,
    operation: &Operation<'_>,
    what: &str,
) -> Made {
    if document.is_swagger {
        return of_swagger(draft, document, operation, what);
    }
    let Some(body) = operation.node.get("requestBody") else { return Made::Nothing };
    let Some(body) = document.resolved(body) else {
        draft.left_out.note(UNFOLLOWED, what);
        return Made::Impossible;
    };
    let contents = body.entries_of("content");
    for wanted in [is_json, is_urlencoded, is_multipart, is_text, is_binary] {
        let Some((kind, media)) = contents.iter().find(|(kind, _)| wanted(kind)) else { continue };
        let media = document.resolved(media).unwrap_or(media);
        return of_media(draft, document, kind, media, what);
    }
    if contents.is_empty() {
        return Made::Nothing;
    }
    draft.left_out.note("bodies of a kind that cannot be made from a schema", what);
    if body.is_true("required") { Made::Impossible } else { Made::Nothing }
}

fn plain(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(kind: &str) -> bool {
    let kind = plain(kind);
    kind == "application/json" || kind.ends_with("+json") || kind == "*/*"
}

fn is_urlencoded(kind: &str) -> bool {
    plain(kind) == "application/x-www-form-urlencoded"
}

fn is_multipart(kind: &str) -> bool {
    plain(kind) == "multipart/form-data"
}

fn is_text(kind: &str) -> bool {
    plain(kind).starts_with("text/")
}

fn is_binary(kind: &str) -> bool {
    let kind = plain(kind);
    kind == "application/octet-stream" || kind.starts_with("image/") || kind == "application/pdf"
}

fn of_media(draft: &mut Draft, document: &Document, kind: &str, media: &Value, what: &str) -> Made {
    let value = value_of(draft, document, media);
    let is_fit = fits(&value, JSON_LEVELS_MAX);
    if !is_fit || !draft.room.take(value.text_bytes(), value.size_within(VALUES_MAX)) {
        draft.left_out.note("bodies beyond what is written into one file", what);
        return Made::Impossible;
    }
    let named = Some(kind.to_owned()).filter(|kind| !kind.contains(char::is_control));
    if is_json(kind) {
        let media_type = named.filter(|_| plain(kind).ends_with("+json"));
        return Made::Sent { body: Body::Json(value), media_type, has_files: false };
    }
    if is_urlencoded(kind) {
        let body = Body::Form(fields(&value));
        return Made::Sent { body, media_type: None, has_files: false };
    }
    if is_multipart(kind) {
        let schema = media.get("schema").and_then(|schema| document.resolved(schema));
        return parts(draft, document, schema, &value);
    }
    if is_text(kind) {
        let body = Body::Text(as_text(&value));
        return Made::Sent { body, media_type: named, has_files: false };
    }
    Made::Sent { body: Body::Zeros(FILE_BYTES as u64), media_type: named, has_files: true }
}

/// The example of a media type, else a value of its schema.
fn value_of(draft: &mut Draft, document: &Document, media: &Value) -> Value {
    let named = media.entries_of("examples").first().map(|(_, example)| example);
    let named = named.and_then(|node| document.resolved(node)).and_then(|node| node.get("value"));
    let given = media.get("example").or(named).filter(|value| **value != Value::Null);
    if let Some(given) = given.filter(|given| given.size_within(VALUES_MAX) < VALUES_MAX) {
        return given.clone();
    }
    let mut maker = Maker::new(document);
    let value = media.get("schema").map(|schema| maker.value("", schema));
    for reference in maker.unfollowed {
        draft.left_out.note(UNFOLLOWED, &reference);
    }
    value.unwrap_or_else(|| Value::Map(Vec::new()))
}

/// The fields of a form; what is no scalar is sent as its JSON's first scalar would be, or left out.
fn fields(value: &Value) -> Vec<(String, Text)> {
    let field = |(name, value): &(String, Value)| {
        let is_scalar = !matches!(value, Value::Map(_) | Value::Null);
        is_scalar.then(|| (name.clone(), as_text(value)))
    };
    value.entries().iter().filter_map(field).collect()
}

fn as_text(value: &Value) -> Text {
    match value {
        Value::Fill(text) => text.clone(),
        Value::List(items) => items.first().map_or_else(Text::default, as_text),
        other => {
            let text = other.scalar().unwrap_or_default();
            Text::literal(if text.len() > TEXT_BYTES_MAX { "" } else { &text })
        }
    }
}

/// The parts of a form with files.
fn parts(draft: &mut Draft, document: &Document, schema: Option<&Value>, value: &Value) -> Made {
    let is_file = |name: &str| {
        let property = schema.and_then(|schema| schema.at(&["properties", name]));
        let property = property.and_then(|property| document.resolved(property));
        let property = match property.and_then(|property| property.get("items")) {
            Some(items) => document.resolved(items),
            None => property,
        };
        property.is_some_and(|property| {
            matches!(property.text_of("format"), Some("binary" | "byte"))
                || property.get("contentMediaType").is_some()
        })
    };
    let names: Vec<(String, bool)> =
        value.entries().iter().map(|(name, _)| (name.clone(), is_file(name))).collect();
    of_parts(draft, &names, value)
}

fn of_parts(draft: &mut Draft, names: &[(String, bool)], value: &Value) -> Made {
    let mut parts = Vec::new();
    for (name, is_file) in names {
        if name.len() > 160 || name.contains(['"', '\r', '\n']) {
            draft.left_out.note("fields of a form whose name cannot be written", name);
        } else if *is_file {
            let part = Part::File { path: file(draft), file_name: None, media_type: None };
            parts.push((name.clone(), part));
        } else {
            let text = value.get(name).map_or_else(Text::default, as_text);
            parts.push((name.clone(), Part::Text(text)));
        }
    }
    let has_files = names.iter().any(|(_, is_file)| *is_file);
    Made::Sent { body: Body::Multipart(parts), media_type: None, has_files }
}

/// The file that stands for every upload.
fn file(draft: &mut Draft) -> String {
    if draft.files.is_empty() {
        draft.files.push(FileBeside { name: FILE.to_owned(), content: vec![b'x'; FILE_BYTES] });
        draft
            .left_out
            .note("files to upload: a small one stands for each, put a real one there", FILE);
    }
    FILE.to_owned()
}

/// Swagger 2: a parameter in `body`, or several in `formData`.
fn of_swagger(
    draft: &mut Draft,
    document: &Document,
    operation: &Operation<'_>,
    what: &str,
) -> Made {
    let place = |parameter: &Value| parameter.text_of("in").unwrap_or_default().to_owned();
    let body = operation.parameters.iter().find(|parameter| place(parameter) == "body");
    if let Some(body) = body {
        let kinds = operation.node.get("consumes").or_else(|| document.root.get("consumes"));
        let kinds: Vec<&str> =
            kinds.map_or(&[][..], Value::items).iter().filter_map(Value::text).collect();
        let kind = kinds.iter().find(|kind| is_json(kind)).or(kinds.first());
        return of_media(draft, document, kind.unwrap_or(&"application/json"), body, what);
    }
    let mut names = Vec::new();
    let mut entries = Vec::new();
    let in_form = operation.parameters.iter().filter(|parameter| place(parameter) == "formData");
    for field in in_form {
        let name = field.text_of("name").unwrap_or_default().to_owned();
        let is_file = field.text_of("type") == Some("file");
        let value = if is_file { Value::Null } else { Maker::new(document).value(&name, field) };
        names.push((name.clone(), is_file));
        entries.push((name, value));
    }
    let value = Value::Map(entries);
    match names.iter().any(|(_, is_file)| *is_file) {
        _ if names.is_empty() => Made::Nothing,
        true => of_parts(draft, &names, &value),
        false => {
            Made::Sent { body: Body::Form(fields(&value)), media_type: None, has_files: false }
        }
    }
}
