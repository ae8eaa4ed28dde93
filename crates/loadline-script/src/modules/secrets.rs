//! `k6/secrets`: values that are known by name to the script and by nothing to its log.

#![expect(
    clippy::needless_pass_by_value,
    reason = "native functions are handed values of their own"
)]

use rquickjs::function::Opt;
use rquickjs::{Ctx, Exception, IntoJs, Object, Promise, Result, Value};

use super::experimental::settled;
use super::{Builtin, Member, input};
use crate::engine::function;
use crate::vu::Vu;

/// The module.
pub(crate) struct Secrets;

impl Builtin for Secrets {
    const NAME: &'static str = "k6/secrets";
    const MEMBERS: &'static [Member] = &[Member::full("get"), Member::full("source")];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let exports = of_source(ctx, None)?;
        exports.set("source", function(ctx, "source", source)?)?;
        Ok(exports)
    }
}

fn source<'js>(ctx: Ctx<'js>, name: Opt<Value<'js>>) -> Result<Object<'js>> {
    let name =
        input::coerced_text(&ctx, name.0.unwrap_or_else(|| Value::new_undefined(ctx.clone())))?;
    of_source(&ctx, Some(name))
}

/// An object whose `get` asks that source; whether there is one matters then.
fn of_source<'js>(ctx: &Ctx<'js>, name: Option<String>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let get = move |ctx: Ctx<'js>, key: Opt<Value<'js>>| get(&ctx, name.as_deref(), key.0);
    object.set("get", function(ctx, "get", get)?)?;
    Ok(object)
}

fn get<'js>(ctx: &Ctx<'js>, source: Option<&str>, key: Option<Value<'js>>) -> Result<Promise<'js>> {
    let key = key.map(|key| input::coerced_text(ctx, key)).transpose()?.unwrap_or_default();
    let outcome = match Vu::current().code.secrets.value(source, &key) {
        Ok(value) => value.into_js(ctx),
        Err(reason) => Err(refused(ctx, &reason)),
    };
    settled(ctx, outcome)
}

/// An error that reads as nothing but its message, as k6's do.
fn refused(ctx: &Ctx<'_>, reason: &str) -> rquickjs::Error {
    let error = Exception::from_message(ctx.clone(), reason);
    let error = error.and_then(|error| error.set("name", "").map(|()| error));
    error.map_or_else(|error| error, Exception::throw)
}
