//! The module as scripts import it.

#![expect(
    clippy::needless_pass_by_value,
    reason = "native functions are handed values of their own"
)]

use rquickjs::{Ctx, Function, Object, Result, Value};

use super::client;
use super::health::STATES;
use super::status::CODES;
use crate::engine::function;
use crate::modules::{Builtin, Member};
use crate::options::duration;
use crate::script::{LogLevel, LogSource};
use crate::vu::Vu;

/// `k6/net/grpc`.
pub(crate) struct Grpc;

const SOURCE: &str = include_str!("client.js");

impl Builtin for Grpc {
    const NAME: &'static str = "k6/net/grpc";
    const MEMBERS: &'static [Member] = &[
        Member::full("Client"),
        Member::full("Client.load"),
        Member::full("Client.loadProtoset"),
        Member::full("Client.connect"),
        Member::full("Client.invoke"),
        Member::full("Client.asyncInvoke"),
        Member::full("Client.healthCheck"),
        Member::full("Client.close"),
        Member::full("Stream"),
        Member::full("Stream.on"),
        Member::full("Stream.write"),
        Member::full("Stream.end"),
        Member::full("StatusOK"),
        Member::full("StatusCanceled"),
        Member::full("StatusUnknown"),
        Member::full("StatusInvalidArgument"),
        Member::full("StatusDeadlineExceeded"),
        Member::full("StatusNotFound"),
        Member::full("StatusAlreadyExists"),
        Member::full("StatusPermissionDenied"),
        Member::full("StatusResourceExhausted"),
        Member::full("StatusFailedPrecondition"),
        Member::full("StatusAborted"),
        Member::full("StatusOutOfRange"),
        Member::full("StatusUnimplemented"),
        Member::full("StatusInternal"),
        Member::full("StatusUnavailable"),
        Member::full("StatusDataLoss"),
        Member::full("StatusUnauthenticated"),
        Member::full("HealthCheckUnknown"),
        Member::full("HealthCheckServing"),
        Member::full("HealthCheckNotServing"),
        Member::full("HealthCheckServiceUnkown"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let statuses = Object::new(ctx.clone())?;
        for (name, code) in CODES {
            statuses.set(name, code)?;
        }
        for (name, state) in STATES {
            statuses.set(name, state)?;
        }
        let classes: Function<'js> = ctx.eval(SOURCE)?;
        classes.call((natives(ctx)?, statuses))
    }
}

fn natives<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("client", function(ctx, "client", client::client)?)?;
    native.set("load", function(ctx, "load", client::load)?)?;
    native.set("loadProtoset", function(ctx, "loadProtoset", client::load_set)?)?;
    native.set("mayConnect", function(ctx, "mayConnect", client::may_connect)?)?;
    native.set("connect", function(ctx, "connect", client::connect)?)?;
    native.set("isConnected", function(ctx, "isConnected", client::is_connected)?)?;
    native.set("mayInvoke", function(ctx, "mayInvoke", client::may_invoke)?)?;
    native.set("method", function(ctx, "method", client::method)?)?;
    native.set("invoke", function(ctx, "invoke", client::invoke_now)?)?;
    native.set("asyncInvoke", function(ctx, "asyncInvoke", client::invoke_later)?)?;
    native.set("healthCheck", function(ctx, "healthCheck", client::health_check)?)?;
    native.set("stream", function(ctx, "stream", client::stream)?)?;
    native.set("write", function(ctx, "write", client::write)?)?;
    native.set("end", function(ctx, "end", client::end)?)?;
    native.set("close", function(ctx, "close", client::close)?)?;
    native.set("millis", function(ctx, "millis", millis)?)?;
    native.set("warn", function(ctx, "warn", warn)?)?;
    Ok(native)
}

/// The milliseconds of a duration, a number or a text; undefined where it is none.
fn millis(value: Value<'_>) -> Result<Option<f64>> {
    let read = match (value.as_number(), value.as_string()) {
        (Some(ms), _) => duration::from_ms(ms),
        (None, Some(text)) => duration::parse(&text.to_string()?),
        (None, None) => None,
    };
    Ok(read.map(|duration| duration.as_secs_f64() * 1_000.0))
}

fn warn(message: String) {
    Vu::current().code.host.log(LogLevel::Warning, &message, LogSource::Engine);
}
