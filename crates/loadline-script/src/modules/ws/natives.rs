//! What both modules' classes stand on: connections by hidden values, events as lists.

#![expect(
    clippy::needless_pass_by_value,
    reason = "native functions are handed values of their own"
)]

use std::rc::Rc;
use std::time::Duration;

use loadline_load::message::Fields;
use loadline_load::websocket::Kind;
use rquickjs::{Array, ArrayBuffer, Ctx, Function, Object, Persistent, Result, Value};

use super::dial::{Asked, Dialled, Plan};
use super::link::{Link, Told};
use crate::engine::{function, throw};
use crate::modules::experimental::Streams;
use crate::modules::opaque::{hide, seek};
use crate::modules::{Builtin, input};
use crate::script::{LogLevel, LogSource};
use crate::vu::Vu;

/// All of them.
pub(super) fn natives<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("mayConnect", function(ctx, "mayConnect", may_connect)?)?;
    native.set("open", function(ctx, "open", open)?)?;
    native.set("openLater", function(ctx, "openLater", open_later)?)?;
    native.set("next", function(ctx, "next", next)?)?;
    native.set("listen", function(ctx, "listen", listen)?)?;
    native.set("sendText", function(ctx, "sendText", send_text)?)?;
    native.set("sendBytes", function(ctx, "sendBytes", send_bytes)?)?;
    native.set("ping", function(ctx, "ping", ping)?)?;
    native.set("close", function(ctx, "close", close)?)?;
    native.set("countSent", function(ctx, "countSent", count_sent)?)?;
    native.set("finish", function(ctx, "finish", finish)?)?;
    native.set("waiting", function(ctx, "waiting", waiting)?)?;
    native.set("streams", function(ctx, "streams", streams)?)?;
    native.set("warn", function(ctx, "warn", warn)?)?;
    Ok(native)
}

/// The classes of streams, for the one that asks for them.
fn streams(ctx: Ctx<'_>) -> Result<Object<'_>> {
    Streams::build(&ctx)
}

fn may_connect(ctx: Ctx<'_>) -> Result<()> {
    Vu::current().past_init(&ctx, "using websockets in the init context is not supported")
}

/// Opens a connection and waits for it.
fn open<'js>(ctx: Ctx<'js>, url: String, asked: Asked<'js>) -> Result<Object<'js>> {
    let vu = Vu::current();
    let dialled = match Plan::new(&vu, &url, asked) {
        Err(why) => {
            Dialled { link: Err(why), status: 0, headers: Fields::default(), body: Vec::new() }
        }
        Ok(plan) => vu.wait(&ctx, Box::pin(plan.counting_refusals().dial()))?,
    };
    answer(&ctx, dialled)
}

/// Opens a connection and calls `then` with what became of it.
fn open_later<'js>(
    ctx: Ctx<'js>,
    url: String,
    asked: Asked<'js>,
    then: Function<'js>,
) -> Result<()> {
    let vu = Vu::current();
    let plan = Plan::new(&vu, &url, asked).map_err(|why| throw(&ctx, &why))?;
    let then = Persistent::save(&ctx, then);
    let called = move |ctx: &Ctx<'_>, dialled| then.restore(ctx)?.call((answer(ctx, dialled)?,));
    vu.spawn(&ctx, plan.dial(), called).map(drop)
}

fn answer<'js>(ctx: &Ctx<'js>, dialled: Dialled) -> Result<Object<'js>> {
    let answer = Object::new(ctx.clone())?;
    let headers = Object::new(ctx.clone())?;
    for (name, value) in dialled.headers.iter() {
        let name = canonical(name);
        let value = String::from_utf8_lossy(value);
        let known: Option<String> = headers.get(name.as_str())?;
        let joined = known.map(|known| format!("{known}, {value}"));
        headers.set(name, joined.unwrap_or_else(|| value.into_owned()))?;
    }
    answer.set("status", dialled.status)?;
    answer.set("headers", headers)?;
    answer.set("body", String::from_utf8_lossy(&dialled.body).as_ref())?;
    match dialled.link {
        Ok(link) => {
            answer.set("protocol", link.socket.protocol())?;
            answer.set("link", hide(ctx, link)?)?;
        }
        Err(why) => answer.set("error", why)?,
    }
    Ok(answer)
}

/// A field's name as k6 shows it.
fn canonical(name: &str) -> String {
    let parts = name.split('-').map(|part| {
        let (first, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
        first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
    });
    parts.collect::<Vec<_>>().join("-")
}

fn link(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<Rc<Link>> {
    seek(value).ok_or_else(|| throw(ctx, "not a WebSocket"))
}

/// Waits for what happens next, or so many milliseconds; nothing when these are over first. A negative number is
/// no limit.
fn next<'js>(ctx: Ctx<'js>, held: Value<'js>, within_ms: f64) -> Result<Option<Array<'js>>> {
    let link = link(&ctx, &held)?;
    let within = Duration::try_from_secs_f64(within_ms / 1_000.0);
    let told = match within {
        Err(_) => Some(Vu::current().wait(&ctx, link.next())?),
        Ok(within) => Vu::current().wait(&ctx, tokio::time::timeout(within, link.next()))?.ok(),
    };
    told.map(|told| listed(&ctx, &link, told)).transpose()
}

/// Calls `then` with what happens next.
fn listen<'js>(ctx: Ctx<'js>, held: Value<'js>, then: Function<'js>) -> Result<()> {
    let link = link(&ctx, &held)?;
    let listener = link.clone();
    let then = Persistent::save(&ctx, then);
    let called = move |ctx: &Ctx<'_>, told| then.restore(ctx)?.call((listed(ctx, &link, told)?,));
    Vu::current().spawn(&ctx, async move { listener.next().await }, called).map(drop)
}

/// An event as its name and what belongs to it.
fn listed<'js>(ctx: &Ctx<'js>, link: &Link, told: Told) -> Result<Array<'js>> {
    let list = Array::new(ctx.clone())?;
    let name = match told {
        Told::Text(text) => {
            list.set(1, text)?;
            "text"
        }
        Told::Binary(bytes) => {
            list.set(1, ArrayBuffer::new_copy(ctx.clone(), &bytes)?)?;
            "binary"
        }
        Told::Ping => "ping",
        Told::Pong => "pong",
        Told::Close { code, reason, error } => {
            link.finish();
            list.set(1, code)?;
            list.set(2, reason)?;
            list.set(3, error)?;
            "close"
        }
    };
    list.set(0, name)?;
    Ok(list)
}

/// Sends a text; what went wrong is the answer.
fn send_text<'js>(ctx: Ctx<'js>, held: Value<'js>, text: String) -> Result<Option<String>> {
    let sent = link(&ctx, &held)?.send(Kind::Text, text.as_bytes());
    Ok(sent.err().map(|fault| fault.detail))
}

fn send_bytes<'js>(ctx: Ctx<'js>, held: Value<'js>, bytes: Value<'js>) -> Result<Option<String>> {
    let bytes = input::buffer(&bytes).unwrap_or_default();
    let sent = link(&ctx, &held)?.send(Kind::Binary, &bytes);
    Ok(sent.err().map(|fault| fault.detail))
}

fn ping<'js>(ctx: Ctx<'js>, held: Value<'js>) -> Result<Option<String>> {
    Ok(link(&ctx, &held)?.ping().err().map(|fault| fault.detail))
}

fn close<'js>(
    ctx: Ctx<'js>,
    held: Value<'js>,
    code: u16,
    reason: String,
) -> Result<Option<String>> {
    Ok(link(&ctx, &held)?.socket.close(code, &reason).err().map(|fault| fault.detail))
}

/// Counts a ping or a close as a message, which only the newer of the two modules does.
fn count_sent<'js>(ctx: Ctx<'js>, held: Value<'js>) -> Result<()> {
    link(&ctx, &held)?.count_sent();
    Ok(())
}

/// It is over for the script.
fn finish<'js>(ctx: Ctx<'js>, held: Value<'js>) -> Result<()> {
    link(&ctx, &held)?.finish();
    Ok(())
}

/// Bytes that wait to be sent.
fn waiting<'js>(ctx: Ctx<'js>, held: Value<'js>) -> Result<f64> {
    Ok(link(&ctx, &held)?.socket.waiting_bytes() as f64)
}

fn warn(message: String) {
    Vu::current().code.host.log(LogLevel::Warning, &message, LogSource::Engine);
}
