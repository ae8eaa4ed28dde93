//! What is sent: texts and bytes as they are, objects as forms.

use rquickjs::{Ctx, Object, Result, Value};

use super::file::{self, FormFile};
use crate::modules::input;
use crate::script::{LogLevel, LogSource};
use crate::vu::Vu;

/// A request's body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// What the content is, where the body says so itself.
    pub(super) content_type: Option<String>,
}

/// One field of a form.
enum Field {
    Text(String),
    File(FormFile),
}

/// Reads what a script passed; none where it passed nothing.
pub(super) fn read<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Option<Body>> {
    if value.is_null() || value.is_undefined() {
        return Ok(None);
    }
    if let Some(bytes) = input::bytes(value)? {
        return Ok(Some(Body { bytes, content_type: None }));
    }
    match value.as_object() {
        Some(object) => form(ctx, object).map(Some),
        None => {
            let text = input::coerced_text(ctx, value.clone())?;
            Ok(Some(Body { bytes: text.into_bytes(), content_type: None }))
        }
    }
}

/// The fields of a form as a URL has them.
pub(super) fn query<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<String> {
    Ok(String::from_utf8_lossy(&form(ctx, object)?.bytes).into_owned())
}

fn form<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<Body> {
    let mut fields: Vec<(String, Field)> = Vec::new();
    for entry in object.props::<String, Value<'js>>() {
        let (name, value) = entry?;
        if let Some(file) = file::of(&value)? {
            fields.push((name, Field::File(file)));
        } else if let Some(list) = value.as_array() {
            for item in list.iter::<Value<'js>>() {
                fields.push((name.clone(), Field::Text(text(ctx, &name, item?)?)));
            }
        } else {
            let text = text(ctx, &name, value)?;
            fields.push((name, Field::Text(text)));
        }
    }
    if fields.iter().any(|(_, field)| matches!(field, Field::File(_))) {
        return Ok(multipart(&fields));
    }
    // Go's encoder, which k6 uses, puts names in order.
    fields.sort_by(|(one, _), (other, _)| one.cmp(other));
    let pair = |(name, field): &(String, Field)| match field {
        Field::Text(text) => format!("{}={}", encoded(name), encoded(text)),
        Field::File(_) => String::new(),
    };
    let pairs: Vec<String> = fields.iter().map(pair).collect();
    let content_type = Some("application/x-www-form-urlencoded".to_owned());
    Ok(Body { bytes: pairs.join("&").into_bytes(), content_type })
}

/// A field's value as text; one that cannot be is empty, and the script is told.
fn text<'js>(ctx: &Ctx<'js>, name: &str, value: Value<'js>) -> Result<String> {
    if value.is_null() || value.is_undefined() {
        return Ok(String::new());
    }
    if value.is_object() {
        let message =
            format!("the value of the form field `{name}` is an object, which is sent as nothing");
        Vu::current().code.host.log(LogLevel::Warning, &message, LogSource::Engine);
        return Ok(String::new());
    }
    input::coerced_text(ctx, value)
}

/// As forms write it: letters, digits and `-_.~` stay, a space is `+`.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn multipart(fields: &[(String, Field)]) -> Body {
    let vu = Vu::current();
    let boundary: String = {
        let mut random = vu.worker().random();
        (0..60).map(|_| random.alphanumeric()).collect()
    };
    let mut bytes = Vec::new();
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    for (name, field) in fields {
        let name = quoted(name);
        let (head, data) = match field {
            Field::Text(text) => {
                (format!("Content-Disposition: form-data; name=\"{name}\"\r\n"), text.as_bytes())
            }
            Field::File(FormFile { data, name: file, content_type }) => {
                let file = quoted(file);
                let disposition = format!("form-data; name=\"{name}\"; filename=\"{file}\"");
                let kind = format!("Content-Type: {content_type}");
                (format!("Content-Disposition: {disposition}\r\n{kind}\r\n"), &data[..])
            }
        };
        bytes.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
        bytes.extend_from_slice(data);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Body { bytes, content_type: Some(format!("multipart/form-data; boundary={boundary}")) }
}
