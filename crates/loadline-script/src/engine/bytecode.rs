//! A program compiled once; every user loads the result.

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{CatchResultExt, Context, Ctx, Module, Result, Runtime, WriteOptions};

use super::error::ScriptError;
use crate::source::Program;

/// Compiling asks for imported modules, and does not look into them.
struct AnyName;

impl Resolver for AnyName {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        _base: &str,
        _name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        Ok("imported".to_owned())
    }
}

/// An empty module in the place of each.
struct Nothing;

impl Loader for Nothing {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        Module::declare(ctx.clone(), name, "")
    }
}

/// The compiled modules of a program, in its order. Only ever read by the QuickJS that wrote it.
#[derive(Debug, Default)]
pub(crate) struct Bytecode(Vec<Box<[u8]>>);

impl Bytecode {
    /// Compiles every module of `program`.
    pub(crate) fn compile(program: &Program) -> std::result::Result<Self, ScriptError> {
        let runtime = Runtime::new().map_err(|error| ScriptError::plain(error.to_string()))?;
        runtime.set_loader(AnyName, Nothing);
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
            program.modules.iter().map(compile).collect::<std::result::Result<_, _>>().map(Self)
        })
    }

    /// The code of the module at `place`.
    pub(super) fn of(&self, place: usize) -> &[u8] {
        &self.0[place]
    }
}
