//! What a script makes of an answer's body: JSON, a document, the next request it offers.

use rquickjs::function::{Opt, This};
use rquickjs::{Class, Ctx, IntoJs, Object, Result, Value};

use super::module::ask;
use super::request::Method;
use super::response::Response;
use crate::engine::throw;
use crate::modules::html::{FormValue, Page, parse, selection};
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
    let text = text(&ctx, &this, "HTML")?;
    let document = parse(&text).map_err(|error| throw(&ctx, &error.to_string()))?;
    let url = this.0.borrow().answer.url.to_string();
    selection(&ctx, document, selector.0.as_deref(), &url)
}

/// The page an answer is.
fn page<'js>(ctx: &Ctx<'js>, this: &Own<'js>) -> Result<Page> {
    let document =
        parse(&text(ctx, this, "HTML")?).map_err(|error| throw(ctx, &error.to_string()))?;
    Ok(Page::new(document, &this.0.borrow().answer.url))
}

/// A member of an object of options, with what it is without.
fn option(options: &Opt<Object<'_>>, name: &str, usual: &str) -> Result<String> {
    let given = options.0.as_ref().map(|options| options.get::<_, Option<String>>(name));
    Ok(given.transpose()?.flatten().unwrap_or_else(|| usual.to_owned()))
}

/// `response.submitForm({formSelector, fields, submitSelector, params})`.
pub(super) fn submit_form<'js>(
    ctx: Ctx<'js>,
    this: Own<'js>,
    options: Opt<Object<'js>>,
) -> Result<Value<'js>> {
    let selector = option(&options, "formSelector", "form")?;
    let submit = option(&options, "submitSelector", "[type=\"submit\"]")?;
    let page = page(&ctx, &this)?;
    let form = page.form(&selector, &submit).ok_or_else(|| {
        let url = this.0.borrow().answer.url.to_string();
        throw(&ctx, &format!("no form found for selector '{selector}' in response '{url}'"))
    })?;
    let fields = Object::new(ctx.clone())?;
    for (name, value) in form.fields {
        match value {
            FormValue::One(text) => fields.set(name, text)?,
            FormValue::Several(texts) => fields.set(name, texts)?,
            FormValue::Nothing => fields.set(name, "")?,
        }
    }
    if let Some((name, value)) = form.submit {
        fields.set(name, value)?;
    }
    let given = options.0.as_ref().map(|options| options.get::<_, Option<Object<'js>>>("fields"));
    if let Some(given) = given.transpose()?.flatten() {
        for entry in given.props::<String, Value<'js>>() {
            let (name, value) = entry?;
            fields.set(name, value)?;
        }
    }
    let params = params(&options)?;
    if form.method != "GET" {
        let url = form.action.into_js(&ctx)?;
        let method = Method::named(&form.method);
        return ask(&ctx, method, url, Some(fields.as_value()), params.as_ref());
    }
    let query = super::body::query(&ctx, &fields)?;
    let action = form.action.split('?').next().unwrap_or_default();
    let url = format!("{action}?{query}").into_js(&ctx)?;
    ask(&ctx, Method::Usual("GET"), url, None, params.as_ref())
}

fn params<'js>(options: &Opt<Object<'js>>) -> Result<Option<Value<'js>>> {
    options.0.as_ref().map(|options| options.get::<_, Value<'js>>("params")).transpose()
}

/// `response.clickLink({selector, params})`.
pub(super) fn click_link<'js>(
    ctx: Ctx<'js>,
    this: Own<'js>,
    options: Opt<Object<'js>>,
) -> Result<Value<'js>> {
    let selector = option(&options, "selector", "a[href]")?;
    let page = page(&ctx, &this)?;
    let link = page.link(&selector).ok_or_else(|| {
        let url = this.0.borrow().answer.url.to_string();
        throw(&ctx, &format!("no element found for selector '{selector}' in response '{url}'"))
    })?;
    let params = params(&options)?;
    ask(&ctx, Method::Usual("GET"), link.into_js(&ctx)?, None, params.as_ref())
}
