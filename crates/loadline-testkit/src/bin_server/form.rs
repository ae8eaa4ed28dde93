//! Forms, read back from the two ways in which they are sent.

use serde_json::{Map, Value, json};

use super::request::{Asked, pairs};

/// Fields and files of a request; a file is shown by its name, its media type and its length, and its text
/// where it is a short one.
pub(super) fn form_and_files(asked: &Asked) -> (Value, Value) {
    let media_type = asked.field("content-type").unwrap_or_default();
    if media_type.starts_with("application/x-www-form-urlencoded") {
        let fields = pairs(&String::from_utf8_lossy(&asked.body));
        return (object(fields), json!({}));
    }
    let Some((_, boundary)) = media_type.split_once("multipart/form-data; boundary=") else {
        return (json!({}), json!({}));
    };
    let (mut fields, mut files) = (Vec::new(), Map::new());
    for part in parts(&asked.body, boundary.trim_matches('"')) {
        let Some(end) = find(part, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&part[..end]).into_owned();
        let content = &part[end + 4..];
        let Some(name) = between(&head, "; name=\"", "\"") else { continue };
        match between(&head, "; filename=\"", "\"") {
            None => fields.push((name, String::from_utf8_lossy(content).into_owned())),
            Some(file_name) => {
                let media_type = between(&format!("{head}\r\n"), "content-type: ", "\r\n");
                let text = (content.len() <= 1_000).then(|| String::from_utf8_lossy(content));
                let shown = json!({ "name": file_name, "type": media_type, "size": content.len(), "text": text });
                files.insert(name, shown);
            }
        }
    }
    (object(fields), Value::Object(files))
}

/// Names with their values; those of a name that comes several times as a list.
pub(super) fn object(pairs: Vec<(String, String)>) -> Value {
    let mut object = Map::new();
    for (name, value) in pairs {
        match object.get_mut(&name) {
            None => drop(object.insert(name, Value::String(value))),
            Some(Value::Array(all)) => all.push(Value::String(value)),
            Some(one) => *one = Value::Array(vec![one.take(), Value::String(value)]),
        }
    }
    Value::Object(object)
}

fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let (first, next) = (format!("--{boundary}\r\n"), format!("\r\n--{boundary}"));
    let mut found = Vec::new();
    let Some(mut rest) = body.strip_prefix(first.as_bytes()) else { return found };
    while let Some(end) = find(rest, next.as_bytes()) {
        found.push(&rest[..end]);
        rest = &rest[end + next.len()..];
        match rest.strip_prefix(b"\r\n") {
            Some(after) => rest = after,
            None => break,
        }
    }
    found
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let start = text.to_ascii_lowercase().find(before)? + before.len();
    let length = text[start..].find(after)?;
    Some(text[start..start + length].to_owned())
}
