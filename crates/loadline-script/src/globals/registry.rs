//! The ordered list of all globals; only those that a program mentions are made for its users.

use rquickjs::{Ctx, Result};

use super::{
    base64, commonjs, console, crypto, environment, fetch, iteration, open, performance, scripted,
    text, timers,
};
use crate::source::Program;
use crate::vu::Vu;

/// A global as the list knows it.
pub(crate) struct Global {
    /// The words that betray its use; without any it is always there.
    pub(crate) words: &'static [&'static str],
    /// Makes it for one user.
    pub(crate) install: for<'js> fn(&Ctx<'js>, &Vu) -> Result<()>,
}

/// Every global there is.
pub(crate) const GLOBALS: &[Global] = &[
    Global { words: &["__ENV"], install: environment::install },
    Global { words: &["__VU", "__ITER"], install: iteration::install },
    Global { words: &["crypto"], install: crypto::install },
    Global { words: &["open"], install: open::install },
    Global { words: &["global"], install: environment::install_global },
    Global { words: &["__loadline_commonjs", "require"], install: commonjs::install },
    Global { words: &["console"], install: console::install },
    Global {
        words: &["setTimeout", "setInterval", "clearTimeout", "clearInterval", "AbortSignal"],
        install: timers::install,
    },
    Global { words: &["TextEncoder", "TextDecoder"], install: text::install },
    Global { words: &["URL", "URLSearchParams"], install: scripted::install_url },
    Global {
        words: &["Event", "EventTarget", "AbortController", "AbortSignal"],
        install: scripted::install_events,
    },
    Global { words: &["atob", "btoa"], install: base64::install },
    Global { words: &["structuredClone"], install: scripted::install_clone },
    Global { words: &["queueMicrotask"], install: scripted::install_microtask },
    Global {
        words: &["fetch", "new Headers", "new Request", "new Response"],
        install: fetch::install,
    },
    Global { words: &["performance"], install: performance::install },
];

/// The globals that `program` mentions, looked for once.
pub(crate) fn mentioned(program: &Program) -> Vec<&'static Global> {
    let is_mentioned = |global: &&Global| {
        global.words.is_empty() || global.words.iter().any(|word| program.uses_global(word))
    };
    GLOBALS.iter().filter(is_mentioned).collect()
}

/// Makes the globals that the user's program mentions.
pub(crate) fn install(ctx: &Ctx<'_>, vu: &Vu) -> Result<()> {
    vu.code.globals.iter().try_for_each(|global| (global.install)(ctx, vu))
}
