//! ``http.url`…` ``: a URL that keeps the template it was made from as its name.

use rquickjs::function::Rest;
use rquickjs::{Array, Ctx, Object, Result, Value};

use crate::modules::input;

/// Marks objects that `http.url` made.
const MARK: &str = "__loadline_url";

/// A URL with the name its requests are counted under.
pub(super) struct Named {
    pub(super) url: String,
    pub(super) name: String,
}

/// The tag of template literals.
pub(super) fn url<'js>(
    ctx: Ctx<'js>,
    parts: Array<'js>,
    values: Rest<Value<'js>>,
) -> Result<Object<'js>> {
    let (mut url, mut name) = (String::new(), String::new());
    for (place, part) in parts.iter::<String>().enumerate() {
        let part = part?;
        url.push_str(&part);
        name.push_str(&part);
        if let Some(value) = values.0.get(place) {
            url.push_str(&input::coerced_text(&ctx, value.clone())?);
            name.push_str("${}");
        }
    }
    let object = Object::new(ctx)?;
    object.set("url", url.as_str())?;
    object.set("clean_url", url)?;
    object.set("name", name)?;
    object.prop(MARK, rquickjs::object::Property::from(true))?;
    Ok(object)
}

/// What a script passed as a URL.
pub(super) fn read<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Named> {
    if let Some(object) = value.as_object()
        && object.contains_key(MARK)?
    {
        return Ok(Named { url: object.get("url")?, name: object.get("name")? });
    }
    let url = input::coerced_text(ctx, value)?;
    Ok(Named { name: url.clone(), url })
}
