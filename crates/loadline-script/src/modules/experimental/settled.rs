//! Promises that are settled when they are made: what is asynchronous in name only.

use rquickjs::{Ctx, Error, Exception, Promise, Result, Value};

/// A promise of `outcome`; an exception rejects it.
pub(in crate::modules) fn settled<'js>(
    ctx: &Ctx<'js>,
    outcome: Result<Value<'js>>,
) -> Result<Promise<'js>> {
    let (promise, resolve, reject) = ctx.promise()?;
    match outcome {
        Ok(value) => resolve.call::<_, ()>((value,))?,
        Err(Error::Exception) => {
            let thrown = ctx.catch();
            if thrown.is_uncatchable_error() {
                return Err(ctx.throw(thrown));
            }
            reject.call::<_, ()>((thrown,))?;
        }
        Err(error) => return Err(error),
    }
    Ok(promise)
}

/// Throws an error of that name.
pub(super) fn throw_named(ctx: &Ctx<'_>, name: &str, message: &str) -> Error {
    let named = Exception::from_message(ctx.clone(), message).and_then(|exception| {
        exception.set("name", name)?;
        Ok(exception)
    });
    match named {
        Ok(exception) => exception.throw(),
        Err(error) => error,
    }
}
