//! `k6/experimental/streams`: the classes of the Streams Standard that k6 has, in JavaScript.
//!
//! `js/streams.js` holds what `js/readable.js` and `js/writable.js` share; each is a function of it. Streams of
//! bytes, `tee()` and pipes are not there, as they are not under k6.

use rquickjs::{Ctx, Function, Object, Result, Value};

use crate::modules::{Builtin, Member, Support};

/// The module.
pub(crate) struct Streams;

impl Builtin for Streams {
    const NAME: &'static str = "k6/experimental/streams";
    const MEMBERS: &'static [Member] = &[
        Member::full("CountQueuingStrategy"),
        Member::full("ReadableStream"),
        Member::full("ReadableStreamDefaultReader"),
        Member::full("WritableStream"),
        Member::full("WritableStreamDefaultWriter"),
        Member::full("ReadableStream.cancel"),
        Member::full("ReadableStream.getReader"),
        Member::full("ReadableStream.locked"),
        Member { name: "ReadableStream.tee", support: Support::Not("k6 has it refuse, too") },
        Member { name: "ReadableStream.values", support: Support::Own },
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let shared: Object<'js> = ctx.eval(include_str!("../../js/streams.js"))?;
        let exports = Object::new(ctx.clone())?;
        let strategy = "CountQueuingStrategy";
        exports.set(strategy, shared.get::<_, Value<'js>>(strategy)?)?;
        for source in [include_str!("../../js/readable.js"), include_str!("../../js/writable.js")] {
            let define: Function<'js> = ctx.eval(source)?;
            let classes: Object<'js> = define.call((shared.clone(),))?;
            for entry in classes.props::<String, Value<'js>>() {
                let (name, class) = entry?;
                exports.set(name, class)?;
            }
        }
        Ok(exports)
    }
}
