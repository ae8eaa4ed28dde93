//! Reading what a request sends.

use super::json::json_template;
use super::names::Names;
use super::text::read_template;
use crate::file::step::{Body, FormContent, FormPart};
use crate::file::template::Template;
use crate::quantity::Bytes;
use crate::yaml::reader::{Mapping, Reader};
use crate::yaml::{Entry, Kind, Located, Node};

/// Largest filler body, in bytes.
const BODY_BYTES_MAX: f64 = 1_073_741_824.0;

/// The ways to say a body, in the order errors list them.
const KEYS: [&str; 6] = ["json", "body", "body_size", "form", "multipart", "file"];

/// Reads at most one of the bodies a step may have.
pub(super) fn read_body(reader: &mut Reader, step: &mut Mapping<'_>, names: &mut Names) -> Body {
    let found = KEYS.map(|key| step.take_entry(key));
    let mut given = found.iter().flatten();
    let first = given.next();
    for (key, _) in given {
        let message = format!("a step sends one body, not `{}` as well", key.text);
        let keys = KEYS.map(|key| format!("`{key}`")).join(", ");
        reader.report(key.place, message, Some(format!("keep one of {keys}")));
    }
    let Some((key, node)) = first else { return Body::None };
    let body = match &*key.text {
        "json" => json_template(reader, node, names).map(Body::Json),
        "body" => read_template(reader, node, "`body`", names).map(Body::Text),
        "body_size" => body_size(reader, node).map(Body::Zeros),
        "form" => Some(Body::Form(form(reader, node, names))),
        "multipart" => Some(Body::Multipart(multipart(reader, node, names))),
        _ => path(reader, node, "`file`").map(Body::File),
    };
    body.unwrap_or_default()
}

/// Reads the size of a filler body.
pub(super) fn body_size(reader: &mut Reader, node: &Node) -> Option<u64> {
    let size: Bytes = reader.quantity(node, "a body's size")?;
    if size.count() > BODY_BYTES_MAX {
        reader.report(node.place, "the body is larger than 1GiB", None);
        return None;
    }
    Some(size.count().round() as u64)
}

fn form(reader: &mut Reader, node: &Node, names: &mut Names) -> Vec<(String, Template)> {
    let mut fields = Vec::new();
    for Entry { key, value } in reader.named(node, "`form`") {
        let text = read_template(reader, value, "a field of the form", names);
        fields.extend(text.map(|text| (key.text.to_string(), text)));
    }
    fields
}

fn multipart(reader: &mut Reader, node: &Node, names: &mut Names) -> Vec<FormPart> {
    let mut parts = Vec::new();
    for Entry { key, value } in reader.named(node, "`multipart`") {
        if key.text.contains(['"', '\r', '\n']) {
            reader.report(key.place, "the name of a field cannot hold quotes or line breaks", None);
            continue;
        }
        let content = match &value.kind {
            Kind::Mapping(_) => file_part(reader, value),
            _ => read_template(reader, value, "a field of the form", names).map(FormContent::Text),
        };
        parts.extend(content.map(|content| FormPart { name: key.text.to_string(), content }));
    }
    parts
}

/// `{ file: picture.png, name: me.png, type: image/png }`.
fn file_part(reader: &mut Reader, node: &Node) -> Option<FormContent> {
    let mut part = reader.mapping(node, "a file of the form")?;
    let place = part.place();
    let file = part.take("file");
    let file_name = part.take("name").and_then(|node| word(reader, node, "`name`"));
    let media_type = part.take("type").and_then(|node| word(reader, node, "`type`"));
    part.finish(reader);
    let Some(file) = file else {
        let hint = Some("such as `{ file: picture.png, type: image/png }`".to_owned());
        reader.report(place, "a part of the form names no file", hint);
        return None;
    };
    Some(FormContent::File { path: path(reader, file, "`file`")?, file_name, media_type })
}

/// A text that goes into a header of a part as it is.
fn word(reader: &mut Reader, node: &Node, what: &str) -> Option<String> {
    let text = reader.name(node, what)?;
    if text.contains(['"', '\r', '\n']) {
        let message = format!("{what} cannot hold quotes or line breaks");
        reader.report(node.place, message, None);
        return None;
    }
    Some(text)
}

/// The path of a file.
pub(super) fn path(reader: &mut Reader, node: &Node, what: &str) -> Option<Located<String>> {
    Some(Located { value: reader.name(node, what)?, place: node.place })
}
