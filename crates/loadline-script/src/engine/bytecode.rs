//! A program compiled once; every user loads the result.

use rquickjs::{CatchResultExt, Context, Module, Runtime, WriteOptions};

use super::error::ScriptError;
use crate::source::Program;

/// The compiled modules of a program, in its order. Only ever read by the QuickJS that wrote it.
#[derive(Debug, Default)]
pub(crate) struct Bytecode(Vec<Box<[u8]>>);

impl Bytecode {
    /// Compiles every module of `program`.
    pub(crate) fn compile(program: &Program) -> Result<Self, ScriptError> {
        let runtime = Runtime::new().map_err(|error| ScriptError::plain(error.to_string()))?;
        let context =
            Context::full(&runtime).map_err(|error| ScriptError::plain(error.to_string()))?;
        context.with(|ctx| {
            let compile = |module: &crate::source::SourceModule| {
                let declared =
                    Module::declare(ctx.clone(), module.specifier.as_str(), module.code.as_str());
                let written = declared.and_then(|declared| declared.write(WriteOptions::default()));
                let written = written.catch(&ctx);
                written
                    .map(Vec::into_boxed_slice)
                    .map_err(|caught| ScriptError::of_caught(caught, program))
            };
            program.modules.iter().map(compile).collect::<Result<_, _>>().map(Self)
        })
    }

    /// The code of the module at `place`.
    pub(super) fn of(&self, place: usize) -> &[u8] {
        &self.0[place]
    }
}
