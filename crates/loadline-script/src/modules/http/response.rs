//! A response as scripts see it: nothing is made of it before the script looks.

use std::cell::OnceCell;
use std::time::Instant;

use loadline_load::cookie::Cookie;
use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, This};
use rquickjs::object::Accessor;
use rquickjs::{ArrayBuffer, Class, Ctx, IntoJs, JsLifetime, Object, Result, Value};

use super::page;
use super::params::ResponseType;
use super::request::canonical;
use super::send::Answer;
use crate::engine::{function, throw};

/// A response as an object that scripts hold.
pub(super) struct Response<'js> {
    pub(super) answer: Box<Answer>,
    body: OnceCell<Value<'js>>,
    headers: OnceCell<Value<'js>>,
    timings: OnceCell<Value<'js>>,
}

// SAFETY: `'js` is the only lifetime in it.
#[expect(unsafe_code, reason = "the trait of values with JavaScript in them")]
unsafe impl<'js> JsLifetime<'js> for Response<'js> {
    type Changed<'to> = Response<'to>;
}

impl<'js> Trace<'js> for Response<'js> {
    fn trace<'a>(&self, tracer: Tracer<'a, 'js>) {
        for cell in [&self.body, &self.headers, &self.timings] {
            if let Some(value) = cell.get() {
                value.trace(tracer);
            }
        }
    }
}

type Own<'js> = This<Class<'js, Response<'js>>>;

/// The members that read something off, in k6's order.
const MEMBERS: [&str; 16] = [
    "remote_ip",
    "remote_port",
    "url",
    "status",
    "status_text",
    "proto",
    "headers",
    "cookies",
    "body",
    "timings",
    "tls_version",
    "tls_cipher_suite",
    "ocsp",
    "error",
    "error_code",
    "request",
];

impl<'js> JsClass<'js> for Response<'js> {
    const NAME: &'static str = "Response";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let object = Object::new(ctx.clone())?;
        macro_rules! getters {
            ($($name:literal: $getter:expr),* $(,)?) => {
                $(object.prop($name, Accessor::from($getter).enumerable())?;)*
            };
        }
        getters! {
            "remote_ip": |this: Own<'js>| this.0.borrow().address().map(|at| at.ip().to_string()).unwrap_or_default(),
            "remote_port": |this: Own<'js>| this.0.borrow().address().map_or(0, |at| at.port()),
            "url": |this: Own<'js>| this.0.borrow().answer.url.to_string(),
            "status": |this: Own<'js>| this.0.borrow().answer.status,
            "status_text": |this: Own<'js>| status_text(this.0.borrow().answer.status),
            "proto": |this: Own<'js>| this.0.borrow().answer.peer.as_ref().map_or("", |peer| peer.protocol),
            "tls_version": |this: Own<'js>| this.0.borrow().tls().0,
            "tls_cipher_suite": |this: Own<'js>| this.0.borrow().tls().1,
            "error": |this: Own<'js>| this.0.borrow().answer.fault.as_ref().map_or(String::new(), |fault| fault.text.clone()),
            "error_code": |this: Own<'js>| this.0.borrow().answer.error_code(),
            "headers": |ctx: Ctx<'js>, this: Own<'js>| this.0.borrow().headers(&ctx),
            "cookies": |ctx: Ctx<'js>, this: Own<'js>| this.0.borrow().cookies(&ctx),
            "body": |ctx: Ctx<'js>, this: Own<'js>| this.0.borrow().body(&ctx),
            "timings": |ctx: Ctx<'js>, this: Own<'js>| this.0.borrow().timings(&ctx),
            "request": |ctx: Ctx<'js>, this: Own<'js>| this.0.borrow().request(&ctx),
            "ocsp": |ctx: Ctx<'js>, this: Own<'js>| ocsp(&ctx, !this.0.borrow().tls().0.is_empty()),
        }
        object.set("json", function(ctx, "json", page::json)?)?;
        object.set("html", function(ctx, "html", page::html)?)?;
        object.set("submitForm", function(ctx, "submitForm", page::submit_form)?)?;
        object.set("clickLink", function(ctx, "clickLink", page::click_link)?)?;
        object.set("toJSON", function(ctx, "toJSON", to_json)?)?;
        Ok(Some(object))
    }

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

impl<'js> Response<'js> {
    pub(super) fn new(answer: Box<Answer>) -> Self {
        Self { answer, body: OnceCell::new(), headers: OnceCell::new(), timings: OnceCell::new() }
    }

    fn address(&self) -> Option<std::net::SocketAddr> {
        self.answer.peer.as_ref()?.address
    }

    fn tls(&self) -> (&'static str, &'static str) {
        let tls = self.answer.peer.as_ref().and_then(|peer| peer.tls);
        tls.map_or(("", ""), |tls| (tls.version, tls.cipher_suite))
    }

    fn headers(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        cached(&self.headers, || {
            let object = Object::new(ctx.clone())?;
            let mut joined: Vec<(String, String)> = Vec::new();
            for (name, value) in
                self.answer.fields.iter().flat_map(loadline_load::message::Fields::iter)
            {
                let (name, value) = (canonical(name), String::from_utf8_lossy(value));
                match joined.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => {
                        known.push_str(", ");
                        known.push_str(&value);
                    }
                    None => joined.push((name, value.into_owned())),
                }
            }
            joined.into_iter().try_for_each(|(name, value)| object.set(name, value))?;
            Ok(object.into_value())
        })
    }

    fn cookies(&self, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        let headers = self.answer.fields.iter().flat_map(|fields| fields.all("set-cookie"));
        let mut names: Vec<(String, Vec<Object<'js>>)> = Vec::new();
        for header in headers {
            let Some((name, value)) = Cookie::name_and_value(header) else { continue };
            let cookie = cookie_object(ctx, header, &name, value)?;
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, cookies)) => cookies.push(cookie),
                None => names.push((name, vec![cookie])),
            }
        }
        names.into_iter().try_for_each(|(name, cookies)| object.set(name, cookies))?;
        Ok(object)
    }

    fn body(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        cached(&self.body, || match (&self.answer.body, self.answer.response_type) {
            (None, ResponseType::Text) if self.answer.fault.is_none() => "".into_js(ctx),
            (None, _) => Ok(Value::new_null(ctx.clone())),
            (Some(body), ResponseType::Binary) => {
                Ok(ArrayBuffer::new_copy(ctx.clone(), body)?.into_value())
            }
            (Some(body), _) => match std::str::from_utf8(body) {
                Ok(text) => text.into_js(ctx),
                Err(_) => String::from_utf8_lossy(body).into_js(ctx),
            },
        })
    }

    fn timings(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        cached(&self.timings, || {
            let object = Object::new(ctx.clone())?;
            let Some(phases) = &self.answer.phases else { return Ok(object.into_value()) };
            let ms = |from: Instant, to: Instant| {
                to.saturating_duration_since(from).as_secs_f64() * 1_000.0
            };
            let opened = phases.opened.unwrap_or_default();
            let blocked = phases.opened.map_or(0.0, |_| ms(phases.started, phases.sending));
            object.set("duration", ms(phases.sending, phases.done))?;
            object.set("blocked", blocked)?;
            object.set("looking_up", opened.dns_seconds.unwrap_or_default() * 1_000.0)?;
            object.set("connecting", opened.connect_seconds * 1_000.0)?;
            object.set("tls_handshaking", opened.tls_seconds.unwrap_or_default() * 1_000.0)?;
            object.set("sending", ms(phases.sending, phases.sent))?;
            object.set("waiting", ms(phases.sent, phases.first_byte))?;
            object.set("receiving", ms(phases.first_byte, phases.done))?;
            Ok(object.into_value())
        })
    }

    fn request(&self, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let asked = &self.answer.asked;
        let object = Object::new(ctx.clone())?;
        object.set("method", asked.method.as_str())?;
        object.set("url", &*asked.url)?;
        object.set("body", String::from_utf8_lossy(&asked.body).into_owned())?;
        let (headers, cookies) = (Object::new(ctx.clone())?, Object::new(ctx.clone())?);
        let head = String::from_utf8_lossy(&asked.head);
        let head = head.split("\r\n\r\n").next().unwrap_or_default();
        for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(": ")) {
            match name {
                "Host" => {}
                "Cookie" => {
                    headers.set(name, vec![value])?;
                    for (name, value) in value.split("; ").filter_map(|pair| pair.split_once('=')) {
                        let cookie = Object::new(ctx.clone())?;
                        cookie.set("name", name)?;
                        cookie.set("value", value)?;
                        cookie.set("replace", false)?;
                        cookies.set(name, vec![cookie])?;
                    }
                }
                _ => headers.set(name, vec![value])?,
            }
        }
        object.set("headers", headers)?;
        object.set("cookies", cookies)?;
        Ok(object)
    }
}

/// A cookie as k6 shows it.
fn cookie_object<'js>(
    ctx: &Ctx<'js>,
    header: &[u8],
    name: &str,
    value: String,
) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("name", name)?;
    object.set("value", value)?;
    let text = String::from_utf8_lossy(header);
    let attribute = |wanted: &str| {
        text.split(';').skip(1).find_map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    object.set("domain", attribute("domain").unwrap_or_default().trim_start_matches('.'))?;
    object.set("path", attribute("path").unwrap_or_default())?;
    object.set("http_only", attribute("httponly").is_some())?;
    object.set("secure", attribute("secure").is_some())?;
    let max_age = attribute("max-age").and_then(|text| text.parse::<f64>().ok());
    object.set("max_age", max_age.unwrap_or_default())?;
    object.set("expires", attribute("expires").map_or(0.0, |date| expiry_ms(&date)))?;
    Ok(object)
}

/// A cookie's date in milliseconds since 1970; zero for one that is no date.
fn expiry_ms(date: &str) -> f64 {
    let moment = loadline_load::cookie::moment_of(date);
    let since = moment.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0.0, |since| since.as_millis() as f64)
}

/// The status with its usual words; empty without an answer.
fn status_text(status: u16) -> String {
    if status == 0 {
        return String::new();
    }
    let words = http::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason());
    format!("{status} {}", words.unwrap_or_default()).trim_end().to_owned()
}

fn ocsp<'js>(ctx: &Ctx<'js>, has_tls: bool) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("produced_at", 0)?;
    object.set("this_update", 0)?;
    object.set("next_update", 0)?;
    object.set("revoked_at", 0)?;
    object.set("revocation_reason", "")?;
    object.set("status", if has_tls { "unknown" } else { "" })?;
    Ok(object)
}

/// What `JSON.stringify` shows: every member.
fn to_json<'js>(ctx: Ctx<'js>, this: Own<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let own = this.0.as_value().as_object().ok_or_else(|| throw(&ctx, "not a response"))?;
    for name in MEMBERS {
        let value: Value<'js> = own.get(name)?;
        if !value.is_undefined() {
            object.set(name, value)?;
        }
    }
    Ok(object)
}

fn cached<'js>(
    cell: &OnceCell<Value<'js>>,
    make: impl FnOnce() -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    if let Some(known) = cell.get() {
        return Ok(known.clone());
    }
    let made = make()?;
    Ok(cell.get_or_init(|| made).clone())
}

/// Makes the object of an answer.
pub(super) fn object<'js>(ctx: &Ctx<'js>, answer: Box<Answer>) -> Result<Value<'js>> {
    let object = Class::instance(ctx.clone(), Response::new(answer))?;
    Ok(object.into_value())
}
