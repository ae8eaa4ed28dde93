//! A bare QuickJS for the tests of single modules: scripts come in, what they end with goes out as text.

use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Object, Result, Runtime};

/// Evaluates `script` with the object that `build` makes as the global `name`; gives the script's value as a
/// string, or what it threw.
pub(crate) fn evaluate(
    name: &str,
    build: impl for<'js> Fn(&Ctx<'js>) -> Result<Object<'js>>,
    script: &str,
) -> String {
    evaluate_with(|ctx| ctx.globals().set(name, build(ctx)?), script)
}

/// Evaluates `script` after `install`, and all the jobs it leaves behind; a promise is followed to its value.
pub(crate) fn evaluate_with(
    install: impl for<'js> Fn(&Ctx<'js>) -> Result<()>,
    script: &str,
) -> String {
    let runtime = Runtime::new().expect("a runtime");
    let context = Context::full(&runtime).expect("a context");
    context.with(|ctx| {
        let outcome = install(&ctx).and_then(|()| {
            let value: rquickjs::Value<'_> = ctx.eval(script)?;
            match value.clone().into_promise() {
                Some(promise) => promise.finish::<rquickjs::Coerced<String>>(),
                None => value.get(),
            }
        });
        match outcome.catch(&ctx) {
            Ok(rquickjs::Coerced(text)) => text,
            Err(CaughtError::Exception(exception)) => {
                format!("thrown: {}", exception.message().unwrap_or_default())
            }
            Err(other) => format!("thrown: {other}"),
        }
    })
}
