//! `http.CookieJar` and `http.cookieJar()`: cookies in a script's hands.

use std::time::SystemTime;

use loadline_load::cookie::Cookie;
use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Opt, This};
use rquickjs::{Class, Ctx, JsLifetime, Object, Result, Value};

use super::client::{Client, SharedJar};
use super::target::Target;
use crate::engine::{function, throw};
use crate::modules::input;
use crate::vu::Vu;

/// A jar as an object that scripts hold.
pub(super) struct CookieJar(pub(super) SharedJar);

// SAFETY: it holds no JavaScript value.
#[expect(unsafe_code, reason = "the trait of values without JavaScript in them")]
unsafe impl<'js> JsLifetime<'js> for CookieJar {
    type Changed<'to> = CookieJar;
}

impl<'js> Trace<'js> for CookieJar {
    fn trace(&self, _tracer: Tracer<'_, 'js>) {}
}

impl<'js> JsClass<'js> for CookieJar {
    const NAME: &'static str = "CookieJar";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let object = Object::new(ctx.clone())?;
        object.set("cookiesForURL", function(ctx, "cookiesForURL", cookies_for_url)?)?;
        object.set("set", function(ctx, "set", set)?)?;
        object.set("clear", function(ctx, "clear", clear)?)?;
        object.set("delete", function(ctx, "delete", delete)?)?;
        Ok(Some(object))
    }

    fn constructor(ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        let new = |ctx: Ctx<'js>| Class::instance(ctx, CookieJar(SharedJar::default()));
        Constructor::new_class::<Self, _, _>(ctx.clone(), new).map(Some)
    }
}

type Own<'js> = This<Class<'js, CookieJar>>;

/// `http.cookieJar()`: the user's own.
pub(super) fn own<'js>(ctx: Ctx<'js>) -> Result<Class<'js, CookieJar>> {
    let jar = Client::of(&Vu::current()).jar();
    Class::instance(ctx, CookieJar(jar))
}

/// The jar that a value is.
pub(super) fn of(value: &Value<'_>) -> Option<SharedJar> {
    let class = Class::<CookieJar>::from_object(value.as_object()?)?;
    Some(class.borrow().0.clone())
}

fn target(ctx: &Ctx<'_>, url: &str) -> Result<Target> {
    Target::read(url).map_err(|fault| throw(ctx, &fault.text))
}

fn cookies_for_url<'js>(ctx: Ctx<'js>, this: Own<'js>, url: String) -> Result<Object<'js>> {
    let target = target(&ctx, &url)?;
    let object = Object::new(ctx.clone())?;
    let class = this.0.borrow();
    let jar = class.0.borrow();
    let going = jar.going(&target.endpoint, &target.path, SystemTime::now());
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for cookie in going {
        match names.iter_mut().find(|(name, _)| *name == cookie.name) {
            Some((_, values)) => values.push(cookie.value.clone()),
            None => names.push((cookie.name.clone(), vec![cookie.value.clone()])),
        }
    }
    for (name, values) in names {
        object.set(name, values)?;
    }
    Ok(object)
}

fn set<'js>(
    ctx: Ctx<'js>,
    this: Own<'js>,
    url: String,
    name: String,
    value: Value<'js>,
    options: Opt<Object<'js>>,
) -> Result<bool> {
    let target = target(&ctx, &url)?;
    let mut header = format!("{name}={}", input::coerced_text(&ctx, value)?);
    if let Some(options) = &options.0 {
        for entry in options.props::<String, Value<'js>>() {
            let (name, value) = entry?;
            header.push_str(&attribute(&ctx, &name, value)?);
        }
    }
    let now = SystemTime::now();
    if let Some(cookie) = Cookie::read(header.as_bytes(), &target.endpoint, &target.path, now) {
        this.0.borrow().0.borrow_mut().put(cookie, now);
    }
    Ok(true)
}

/// One of the options as the header that would set it.
fn attribute<'js>(ctx: &Ctx<'js>, name: &str, value: Value<'js>) -> Result<String> {
    Ok(match name {
        "domain" => format!("; Domain={}", input::coerced_text(ctx, value)?),
        "path" => format!("; Path={}", input::coerced_text(ctx, value)?),
        "expires" => format!("; Expires={}", input::coerced_text(ctx, value)?),
        "max_age" => format!("; Max-Age={}", input::coerced_text(ctx, value)?),
        "secure" if value.as_bool() == Some(true) => "; Secure".to_owned(),
        "http_only" if value.as_bool() == Some(true) => "; HttpOnly".to_owned(),
        _ => String::new(),
    })
}

fn clear<'js>(ctx: Ctx<'js>, this: Own<'js>, url: String) -> Result<()> {
    let target = target(&ctx, &url)?;
    this.0.borrow().0.borrow_mut().forget(&target.endpoint, &target.path, None);
    Ok(())
}

fn delete<'js>(ctx: Ctx<'js>, this: Own<'js>, url: String, name: String) -> Result<()> {
    let target = target(&ctx, &url)?;
    this.0.borrow().0.borrow_mut().forget(&target.endpoint, &target.path, Some(&name));
    Ok(())
}

/// The `Cookie` of a request to there: of the jar that `value` is, or of the user's own.
pub(crate) fn cookie_header(
    vu: &Vu,
    value: &Value<'_>,
    endpoint: &loadline_load::Endpoint,
    path: &str,
) -> Option<String> {
    let given = value.as_object().and_then(|_| of(value));
    let jar = given.unwrap_or_else(|| Client::of(vu).jar());
    jar.borrow().header(endpoint, path, SystemTime::now())
}
