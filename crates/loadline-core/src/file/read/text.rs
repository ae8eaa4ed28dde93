//! Reading texts with values to fill in, and headers, which are names with such texts.

use super::names::Names;
use crate::file::template::{Part, Template};
use crate::yaml::reader::Reader;
use crate::yaml::{Entry, Node};

/// Reads a text with its `{{…}}`; an error points into the text.
pub(super) fn read_template(
    reader: &mut Reader,
    node: &Node,
    what: &str,
    names: &mut Names,
) -> Option<Template> {
    let scalar = reader.scalar(node, what)?;
    match Template::parse(&scalar.text) {
        Ok(template) => {
            names.need_all(&template, node.place);
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
    names: &mut Names,
) -> Vec<(String, Template)> {
    let mut headers = Vec::new();
    for Entry { key, value } in reader.named(node, "`headers`") {
        if let Err((message, hint)) = check_header_name(&key.text) {
            reader.report(key.place, message, Some(hint.to_owned()));
            continue;
        }
        let Some(text) = read_template(reader, value, "a header", names) else { continue };
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

/// Reads the path of a request. `schemes` are those a whole URL may have.
pub(super) fn read_path(
    reader: &mut Reader,
    node: &Node,
    schemes: &[&str],
    names: &mut Names,
) -> Option<Template> {
    let path = read_template(reader, node, "a path", names)?;
    let begins = match path.parts().first() {
        Some(Part::Text(text)) => {
            text.starts_with('/') || schemes.iter().any(|scheme| text.starts_with(scheme))
        }
        _ => false,
    };
    if !begins {
        let hint = Some("such as `/items/{{random 1 1000}}`".to_owned());
        let schemes: Vec<String> = schemes.iter().map(|scheme| format!("`{scheme}`")).collect();
        let message = format!("`{path}` begins neither with `/` nor with {}", schemes.join(" or "));
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
