//! What a script makes of an answer's body: JSON, a document, the next request it offers.

use rquickjs::function::{Opt, This};
use rquickjs::{Class, Ctx, IntoJs, Result, Value};

use super::response::Response;
use crate::engine::throw;
use crate::modules::input;

type Own<'js> = This<Class<'js, Response<'js>>>;

/// The body as text; an error where there is none.
fn text<'js>(ctx: &Ctx<'js>, this: &Own<'js>, what: &str) -> Result<String> {
    let class = this.0.borrow();
    let body = class.answer.body.as_ref().ok_or_else(|| {
        throw(ctx, &format!("the body is null so we can't transform it to {what} - this likely was because of a request error getting the response"))
    })?;
    Ok(String::from_utf8_lossy(body).into_owned())
}

/// `response.json(path?)`: all of it, or what a path in gjson's grammar finds.
pub(super) fn json<'js>(
    ctx: Ctx<'js>,
    this: Own<'js>,
    path: Opt<Value<'js>>,
) -> Result<Value<'js>> {
    let text = text(&ctx, &this, "JSON")?;
    let path = path.0.filter(|path| !path.is_undefined() && !path.is_null());
    let Some(path) = path else {
        return ctx.json_parse(text.as_str()).map_err(|error| {
            let thrown = ctx.catch();
            let why = thrown.as_exception().and_then(rquickjs::Exception::message);
            let why = why.unwrap_or_else(|| error.to_string());
            throw(&ctx, &format!("cannot parse json due to an error: {why}"))
        });
    };
    let path = input::coerced_text(&ctx, path)?;
    let found = gjson::get(&text, &path);
    if !found.exists() {
        return Ok(Value::new_undefined(ctx));
    }
    match found.kind() {
        gjson::Kind::String => found.str().into_js(&ctx),
        _ => ctx.json_parse(found.json()),
    }
}

/// `response.html(selector?)`.
pub(super) fn html<'js>(
    ctx: Ctx<'js>,
    this: Own<'js>,
    selector: Opt<String>,
) -> Result<Value<'js>> {
    let _ = (text(&ctx, &this, "HTML")?, selector);
    Err(throw(&ctx, "not yet"))
}

/// `response.submitForm({formSelector, fields, submitSelector, params})`.
pub(super) fn submit_form<'js>(ctx: Ctx<'js>, this: Own<'js>) -> Result<Value<'js>> {
    let _ = this;
    Err(throw(&ctx, "not yet"))
}

/// `response.clickLink({selector, params})`.
pub(super) fn click_link<'js>(ctx: Ctx<'js>, this: Own<'js>) -> Result<Value<'js>> {
    let _ = this;
    Err(throw(&ctx, "not yet"))
}
