//! Reading a step: one request with what it sends, keeps and expects.

use super::json::json_template;
use super::method::Method;
use super::step::{Body, Save, Source, Step};
use super::template::{Part, Template, is_name, is_reserved};
use crate::quantity::Bytes;
use crate::yaml::reader::{Mapping, Reader};
use crate::yaml::{Entry, Located, Node};

/// Largest filler body, in bytes.
const BODY_BYTES_MAX: f64 = 1_073_741_824.0;

/// Reads one step; `needs` gathers the saved values it asks for.
pub(super) fn read_step(
    reader: &mut Reader,
    node: &Node,
    needs: &mut Vec<Located<String>>,
) -> Option<Step> {
    let mut step = reader.mapping(node, "a step")?;
    let request = request(reader, &mut step, needs);
    let name = step.take("name").and_then(|node| reader.name(node, "`name`"));
    let headers =
        step.take("headers").map_or_else(Vec::new, |node| read_headers(reader, node, needs));
    let body = body(reader, &mut step, needs);
    let save = step.take("save").map_or_else(Vec::new, |node| save(reader, node));
    let expected_status = step.take("check").map_or_else(Vec::new, |node| check(reader, node));
    step.finish(reader);
    let (method, path) = request?;
    Some(Step { name, headers, body, save, expected_status, ..Step::new(method, path) })
}

/// Exactly one of the method keys, with the path.
fn request(
    reader: &mut Reader,
    step: &mut Mapping<'_>,
    needs: &mut Vec<Located<String>>,
) -> Option<(Method, Template)> {
    let mut found = Vec::new();
    for (method, key) in Method::ALL {
        found.extend(step.take_entry(key).map(|(key, node)| (method, key, node)));
    }
    let Some((method, _, node)) = found.first() else {
        let hint = "a step has one of `get`, `post`, `put`, `patch`, `delete`, `head`, `options`, such as \
                    `get: /items`";
        reader.report(step.place(), "a step sends no request", Some(hint.to_owned()));
        return None;
    };
    for (_, key, _) in &found[1..] {
        let message = format!("a step sends one request, not `{}` as well", key.text);
        reader.report(key.place, message, Some("begin another step with `- `".to_owned()));
    }
    Some((*method, path(reader, node, needs)?))
}

fn path(reader: &mut Reader, node: &Node, needs: &mut Vec<Located<String>>) -> Option<Template> {
    let path = read_template(reader, node, "a path", needs)?;
    let begins = match path.parts().first() {
        Some(Part::Text(text)) => {
            text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://")
        }
        _ => false,
    };
    if !begins {
        let hint = Some("such as `/items/{{random 1 1000}}`".to_owned());
        let message = format!("`{path}` begins neither with `/` nor with `http://` or `https://`");
        reader.report(node.place, message, hint);
        return None;
    }
    let wrong = texts(&path).flat_map(str::chars).find(|c| !c.is_ascii_graphic() || *c == '#');
    if let Some(wrong) = wrong {
        let message = format!("a path cannot hold {wrong:?}");
        let hint = Some(format!("write it as `{}`", percent_encoded(wrong)));
        reader.report(node.place, message, hint);
        return None;
    }
    Some(path)
}

fn texts(template: &Template) -> impl Iterator<Item = &str> {
    template.parts().iter().filter_map(|part| match part {
        Part::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

fn percent_encoded(character: char) -> String {
    let mut bytes = [0; 4];
    character.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Reads a text with its `{{…}}`; an error points into the text.
pub(super) fn read_template(
    reader: &mut Reader,
    node: &Node,
    what: &str,
    needs: &mut Vec<Located<String>>,
) -> Option<Template> {
    let scalar = reader.scalar(node, what)?;
    match Template::parse(&scalar.text) {
        Ok(template) => {
            let need = |name: &str| Located { value: name.to_owned(), place: node.place };
            needs.extend(template.values().map(need));
            Some(template)
        }
        Err(error) => {
            let place = scalar.part(node.place, error.offset, error.length);
            reader.report(place, error.message, Some(error.hint));
            None
        }
    }
}

/// Reads headers: names with texts that may hold values.
pub(super) fn read_headers(
    reader: &mut Reader,
    node: &Node,
    needs: &mut Vec<Located<String>>,
) -> Vec<(String, Template)> {
    let mut headers = Vec::new();
    for Entry { key, value } in reader.named(node, "`headers`") {
        if let Err((message, hint)) = check_header_name(&key.text) {
            reader.report(key.place, message, Some(hint.to_owned()));
            continue;
        }
        let Some(text) = read_template(reader, value, "a header", needs) else { continue };
        if texts(&text).flat_map(str::chars).any(|c| c.is_control() && c != '\t') {
            let message = format!(
                "the header `{}` holds a line break or another control character",
                key.text
            );
            let hint = Some("write it on one line".to_owned());
            reader.report(value.place, message, hint);
            continue;
        }
        headers.push((key.text.to_string(), text));
    }
    headers
}

/// RFC 9110, section 5.6.2: the characters of a token.
fn check_header_name(name: &str) -> Result<(), (String, &'static str)> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        let message = format!("{name:?} cannot be the name of a header");
        return Err((message, "such as `x-request-id`: letters, digits and `-`"));
    }
    let framing = ["content-length", "transfer-encoding"];
    if framing.iter().any(|header| header.eq_ignore_ascii_case(name)) {
        return Err((format!("`{name}` is set by itself"), "leave it out"));
    }
    Ok(())
}

/// At most one of `json`, `body` and `body_size`.
fn body(reader: &mut Reader, step: &mut Mapping<'_>, needs: &mut Vec<Located<String>>) -> Body {
    let found = [step.take_entry("json"), step.take_entry("body"), step.take_entry("body_size")];
    let mut given = found.iter().flatten();
    let first = given.next();
    for (key, _) in given {
        let message = format!("a step sends one body, not `{}` as well", key.text);
        let hint = "keep one of `json`, `body`, `body_size`".to_owned();
        reader.report(key.place, message, Some(hint));
    }
    let Some((key, node)) = first else { return Body::None };
    let body = match &*key.text {
        "json" => json_template(reader, node, needs).map(Body::Json),
        "body" => read_template(reader, node, "`body`", needs).map(Body::Text),
        _ => body_size(reader, node).map(Body::Zeros),
    };
    body.unwrap_or_default()
}

fn body_size(reader: &mut Reader, node: &Node) -> Option<u64> {
    let size: Bytes = reader.quantity(node, "`body_size`")?;
    if size.count() > BODY_BYTES_MAX {
        reader.report(node.place, "the body is larger than 1GiB", None);
        return None;
    }
    Some(size.count().round() as u64)
}

fn save(reader: &mut Reader, node: &Node) -> Vec<Save> {
    let mut saved = Vec::new();
    for Entry { key, value } in reader.named(node, "`save`") {
        if !is_name(&key.text) || is_reserved(&key.text) {
            let message = format!("`{}` cannot be the name of a saved value", key.text);
            let hint =
                "letters, digits and `_`, but not `user`, `iteration` or `random`".to_owned();
            reader.report(key.place, message, Some(hint));
            continue;
        }
        if let Some(path) = reader.name(value, "what to save") {
            let source = Source::Json(Located { value: path, place: value.place });
            saved.push(Save { name: key.text.to_string(), source });
        }
    }
    saved
}

fn check(reader: &mut Reader, node: &Node) -> Vec<u16> {
    let Some(mut check) = reader.mapping(node, "`check`") else { return Vec::new() };
    let nodes = check.take("status").map_or(&[][..], |node| reader.one_or_list(node));
    let status = |node| reader.whole(node, "`status`", 100, 599).map(|status| status as u16);
    let statuses = nodes.iter().filter_map(status).collect();
    check.finish(reader);
    statuses
}
