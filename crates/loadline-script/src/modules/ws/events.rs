//! `k6/websockets`: `WebSocket` as browsers have it, with k6's pings, tags and headers, and `Blob`.

use rquickjs::{Ctx, Function, Object, Result};

use super::natives::natives;
use crate::modules::{Builtin, Member, Support};

/// The module.
pub(crate) struct Websockets;

/// The same by the name it had before.
pub(crate) struct ExperimentalWebsockets;

const SOURCE: &str = include_str!("events.js");

impl Builtin for Websockets {
    const NAME: &'static str = "k6/websockets";
    const MEMBERS: &'static [Member] = MEMBERS;

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let classes: Function<'js> = ctx.eval(SOURCE)?;
        classes.call((natives(ctx)?,))
    }
}

impl Builtin for ExperimentalWebsockets {
    const NAME: &'static str = "k6/experimental/websockets";
    const MEMBERS: &'static [Member] = MEMBERS;

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        Websockets::build(ctx)
    }
}

const MEMBERS: &[Member] = &[
    Member::full("WebSocket"),
    Member::full("WebSocket.send"),
    Member::full("WebSocket.ping"),
    Member::full("WebSocket.close"),
    Member::full("WebSocket.addEventListener"),
    Member { name: "WebSocket.removeEventListener", support: Support::Own },
    Member::full("WebSocket.url"),
    Member::full("WebSocket.readyState"),
    Member::full("WebSocket.bufferedAmount"),
    Member::full("WebSocket.extensions"),
    Member::full("WebSocket.protocol"),
    Member::full("WebSocket.binaryType"),
    Member::full("Blob"),
    Member::full("Blob.arrayBuffer"),
    Member::full("Blob.bytes"),
    Member::full("Blob.slice"),
    Member::full("Blob.stream"),
    Member::full("Blob.text"),
];
