//! `k6/ws`: a call that ends when its connection does.

use rquickjs::{Ctx, Function, Object, Result};

use super::natives::natives;
use crate::modules::{Builtin, Member};

/// The module.
pub(crate) struct Ws;

const SOURCE: &str = include_str!("blocking.js");

impl Builtin for Ws {
    const NAME: &'static str = "k6/ws";
    const MEMBERS: &'static [Member] = &[
        Member::full("connect"),
        Member::full("Socket.on"),
        Member::full("Socket.send"),
        Member::full("Socket.sendBinary"),
        Member::full("Socket.ping"),
        Member::full("Socket.close"),
        Member::full("Socket.setTimeout"),
        Member::full("Socket.setInterval"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let classes: Function<'js> = ctx.eval(SOURCE)?;
        classes.call((natives(ctx)?,))
    }
}
