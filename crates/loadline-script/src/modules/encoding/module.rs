//! The module as scripts see it.

use rquickjs::function::Opt;
use rquickjs::{ArrayBuffer, Ctx, IntoJs, Object, Result, Value};

use super::base64::Form;
use crate::engine::{function, throw};
use crate::modules::{Builtin, Member, input};

/// `k6/encoding`.
pub(crate) struct Encoding;

impl Builtin for Encoding {
    const NAME: &'static str = "k6/encoding";
    const MEMBERS: &'static [Member] = &[Member::full("b64decode"), Member::full("b64encode")];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        object.set("b64decode", function(ctx, "b64decode", b64decode)?)?;
        object.set("b64encode", function(ctx, "b64encode", b64encode)?)?;
        Ok(object)
    }
}

fn b64encode<'js>(ctx: Ctx<'js>, input: Opt<Value<'js>>, form: Opt<Value<'js>>) -> Result<String> {
    let input = input.0.unwrap_or_else(|| Value::new_undefined(ctx.clone()));
    let Some(bytes) = input::bytes(&input)? else {
        let kind = input::kind(&input);
        let message = format!("invalid type {kind}, expected string, []byte or ArrayBuffer");
        return Err(throw(&ctx, &message));
    };
    Ok(form_of(form)?.encode(&bytes))
}

fn b64decode<'js>(
    ctx: Ctx<'js>,
    input: Opt<Value<'js>>,
    form: Opt<Value<'js>>,
    output: Opt<Value<'js>>,
) -> Result<Value<'js>> {
    let input = match input.0 {
        Some(input) if !input.is_undefined() && !input.is_null() => {
            input::coerced_text(&ctx, input)?
        }
        _ => String::new(),
    };
    let decoded = form_of(form)?.decode(input.as_bytes());
    let bytes = decoded.map_err(|illegal| throw(&ctx, &illegal.to_string()))?;
    let as_text = output.0.and_then(rquickjs::Value::into_string);
    if as_text.is_some_and(|output| output.to_string().is_ok_and(|output| output == "s")) {
        return String::from_utf8_lossy(&bytes).into_js(&ctx);
    }
    Ok(ArrayBuffer::new(ctx, bytes)?.into_value())
}

fn form_of(form: Opt<Value<'_>>) -> Result<Form> {
    let name = form.0.map(|form| input::text(&form)).transpose()?.flatten();
    Ok(Form::of(name.as_deref().unwrap_or_default()))
}
