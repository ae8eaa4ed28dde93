//! The parts of the language that not every script needs: made only for scripts that could use them.
//!
//! A full context costs half as much memory again as a bare one, which thousands of users feel.

#![expect(unsafe_code, reason = "parts of a context are added one by one through QuickJS itself")]

use rquickjs::{Ctx, qjs};

use crate::source::Program;

/// A part: how it is added, and what a source that uses it must mention; one without such words is always
/// there.
struct Part {
    // SAFETY: each is called once for a context that is alive.
    add: unsafe extern "C" fn(*mut qjs::JSContext) -> i32,
    words: &'static [&'static str],
}

const PARTS: [Part; 10] = [
    Part { add: qjs::JS_AddIntrinsicPromise, words: &[] },
    Part { add: qjs::JS_AddIntrinsicEval, words: &[] },
    Part { add: add_regexp, words: &[] },
    Part { add: qjs::JS_AddIntrinsicJSON, words: &[] },
    Part { add: qjs::JS_AddIntrinsicDate, words: &["Date"] },
    Part { add: qjs::JS_AddIntrinsicMapSet, words: &["Map", "Set", "groupBy"] },
    Part { add: qjs::JS_AddIntrinsicProxy, words: &["Proxy"] },
    Part {
        add: qjs::JS_AddIntrinsicBigInt,
        words: &["BigInt", "0n", "1n", "2n", "3n", "4n", "5n"],
    },
    Part {
        add: qjs::JS_AddIntrinsicTypedArrays,
        words: &[
            "Buffer",
            "DataView",
            "subtle",
            "getRandomValues",
            "Uint",
            "Int8",
            "Int16",
            "Int32",
            "Float",
            "binary",
            "open(",
            "Text",
            "bytes()",
        ],
    },
    Part { add: qjs::JS_AddIntrinsicWeakRef, words: &["WeakRef", "FinalizationRegistry"] },
];

/// Modules that need nothing beyond what a script names itself.
const PLAIN_MODULES: [&str; 6] =
    ["k6", "k6/http", "k6/metrics", "k6/data", "k6/execution", "k6/html"];

/// What a program needs of the language.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Needs([bool; PARTS.len()]);

impl Needs {
    /// What `program` could use: all there is where it imports a module that may use anything.
    pub(crate) fn of(program: &Program) -> Self {
        let is_plain = program.builtins.keys().all(|name| PLAIN_MODULES.contains(&name.as_str()));
        let mentions = |word: &&str| program.mentions(word);
        Self(
            PARTS
                .each_ref()
                .map(|part| !is_plain || part.words.is_empty() || part.words.iter().any(mentions)),
        )
    }

    /// Adds it to a context that has only its base.
    pub(super) fn add_to(self, ctx: &Ctx<'_>) {
        for (part, _) in PARTS.iter().zip(self.0).filter(|(_, needed)| *needed) {
            // SAFETY: the context is alive and each part is added once.
            unsafe { (part.add)(ctx.as_raw().as_ptr()) };
        }
    }
}

unsafe extern "C" fn add_regexp(ctx: *mut qjs::JSContext) -> i32 {
    // SAFETY: the caller's context is alive.
    unsafe {
        qjs::JS_AddIntrinsicRegExpCompiler(ctx);
        qjs::JS_AddIntrinsicRegExp(ctx)
    }
}
