//! Native functions as scripts see them: a panic in one ends what the user does, never the process.

#![expect(unsafe_code, reason = "QuickJS's errors that nothing can catch have no safe interface")]

use std::any::Any;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rquickjs::function::{IntoJsFunc, ParamRequirement, Params};
use rquickjs::{Ctx, Error, Exception, Function, Result, Value, qjs};

use crate::vu::Vu;

/// A function of that name for scripts.
pub(crate) fn function<'js, P: 'js, F>(ctx: &Ctx<'js>, name: &str, f: F) -> Result<Function<'js>>
where
    F: IntoJsFunc<'js, P> + 'js,
{
    Function::new(ctx.clone(), Guarded { function: f, parameters: PhantomData })?.with_name(name)
}

/// Throws an `Error` with that message: `Err(throw(ctx, "…"))`.
pub(crate) fn throw(ctx: &Ctx<'_>, message: &str) -> Error {
    Exception::throw_message(ctx, message)
}

/// Throws an `Error` that no `catch` and no `finally` of the script sees.
pub(crate) fn throw_uncatchable(ctx: &Ctx<'_>, message: &str) -> Error {
    let error = Exception::throw_message(ctx, message);
    let thrown = ctx.catch();
    let context = ctx.as_raw().as_ptr();
    // SAFETY: the context is alive and the value is an error of it.
    unsafe { qjs::JS_SetUncatchableError(context, thrown.as_raw()) };
    let _ = ctx.throw(thrown);
    error
}

/// Keeps a value alive that an exotic `set_property` was given: QuickJS lends it and frees it itself, rquickjs
/// takes it for its own and frees it, too.
pub(crate) fn keep_lent(ctx: &Ctx<'_>, value: &Value<'_>) {
    // SAFETY: context and value are alive; the further count is the one that the drop of `value` takes away.
    unsafe { qjs::JS_DupValue(ctx.as_raw().as_ptr(), value.as_raw()) };
}

/// A native function whose panics do not get past it.
struct Guarded<F, P> {
    function: F,
    parameters: PhantomData<P>,
}

impl<'js, F, P> IntoJsFunc<'js, ((), P)> for Guarded<F, P>
where
    F: IntoJsFunc<'js, P>,
{
    fn param_requirements() -> ParamRequirement {
        F::param_requirements()
    }

    fn call(&self, params: Params<'_, 'js>) -> Result<Value<'js>> {
        let ctx = params.ctx().clone();
        catch_unwind(AssertUnwindSafe(|| self.function.call(params))).unwrap_or_else(|panic| {
            let message = format!("a native function failed: {}", said(&*panic));
            Vu::current().fail(&message);
            Err(throw_uncatchable(&ctx, &message))
        })
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}
