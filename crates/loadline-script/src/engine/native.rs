//! Native functions as scripts see them: a panic in one ends the user's iteration, never the process.

use rquickjs::function::{IntoJsFunc, ParamRequirement, Params};
use rquickjs::{Ctx, Error, Exception, Function, Result, Value};

/// A function of that name for scripts.
pub(crate) fn function<'js, P: 'js, F>(ctx: &Ctx<'js>, name: &str, f: F) -> Result<Function<'js>>
where
    F: IntoJsFunc<'js, P> + 'js,
{
    Function::new(ctx.clone(), Guarded(f, std::marker::PhantomData))?.with_name(name)
}

/// Throws a `TypeError` or plain `Error` with that message: `Err(throw(&ctx, "…"))`.
pub(crate) fn throw(ctx: &Ctx<'_>, message: &str) -> Error {
    Exception::throw_message(ctx, message)
}

/// A native function whose panics do not get past it.
struct Guarded<F, P>(F, std::marker::PhantomData<P>);

impl<'js, F, P> IntoJsFunc<'js, ((), P)> for Guarded<F, P>
where
    F: IntoJsFunc<'js, P>,
{
    fn param_requirements() -> ParamRequirement {
        F::param_requirements()
    }

    fn call(&self, params: Params<'_, 'js>) -> Result<Value<'js>> {
        self.0.call(params)
    }
}
