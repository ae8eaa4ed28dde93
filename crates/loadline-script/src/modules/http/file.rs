//! `http.file()`: a part of a form that is a file.

use rquickjs::function::Opt;
use rquickjs::{Ctx, Object, Result, Value};

use crate::engine::throw;
use crate::modules::input;

/// Marks objects that `http.file` made.
const MARK: &str = "__loadline_file";

/// A file within a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormFile {
    pub(super) data: Vec<u8>,
    pub(super) name: String,
    pub(super) content_type: String,
}

/// `http.file(data, filename?, contentType?)`.
pub(super) fn file<'js>(
    ctx: Ctx<'js>,
    data: Value<'js>,
    name: Opt<String>,
    content_type: Opt<String>,
) -> Result<Object<'js>> {
    if input::bytes(&data)?.is_none() {
        let kind = input::kind(&data);
        let message = format!("invalid type {kind}, expected string, []byte or ArrayBuffer");
        return Err(throw(&ctx, &message));
    }
    let usual = || {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.unwrap_or_default().as_nanos().to_string()
    };
    let object = Object::new(ctx)?;
    object.set("data", data)?;
    object.set("filename", name.0.unwrap_or_else(usual))?;
    let content_type = content_type.0.unwrap_or_else(|| "application/octet-stream".to_owned());
    object.set("content_type", content_type)?;
    object.prop(MARK, rquickjs::object::Property::from(true))?;
    Ok(object)
}

/// The file that a value is, where it is one.
pub(super) fn of(value: &Value<'_>) -> Result<Option<FormFile>> {
    let Some(object) = value.as_object() else { return Ok(None) };
    if !object.contains_key(MARK)? {
        return Ok(None);
    }
    let data = input::bytes(&object.get("data")?)?.unwrap_or_default();
    let (name, content_type) = (object.get("filename")?, object.get("content_type")?);
    Ok(Some(FormFile { data, name, content_type }))
}
