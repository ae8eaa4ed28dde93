//! Finds the modules of a program for one user: builtin ones by name, the script's own as bytecode.

#![expect(unsafe_code, reason = "QuickJS trusts the bytecode it reads")]

use std::sync::Arc;

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{Ctx, Error, Module, Result};

use super::native::{function, throw};
use crate::modules::MODULES;
use crate::script::Code;
use crate::vu::Vu;

/// Names what an import means, by the program.
pub(super) struct Names(pub(super) Arc<Code>);

impl Resolver for Names {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        let known = self.0.program.resolve(base, name);
        known.map(str::to_owned).ok_or_else(|| Error::new_resolving(base, name))
    }
}

/// Loads what [`Names`] named.
pub(super) struct Modules(pub(super) Arc<Code>);

impl Loader for Modules {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        if let Some(builtin) = MODULES.iter().find(|module| module.name == name) {
            return (builtin.declare)(ctx.clone());
        }
        load(ctx, &self.0, name)
    }
}

/// A module of the script itself.
pub(super) fn load<'js>(ctx: &Ctx<'js>, code: &Code, name: &str) -> Result<Module<'js, Declared>> {
    let place = code.program.modules.iter().position(|module| module.specifier == name);
    let place = place.ok_or_else(|| Error::new_loading(name))?;
    // SAFETY: these bytes were written by the same QuickJS in this process.
    let module = unsafe { Module::load(ctx.clone(), code.bytecode.of(place)) }?;
    if code.program.modules[place].code.contains("import.meta") {
        let from = name.to_owned();
        let resolve = move |ctx: Ctx<'js>, specifier: String| {
            let resolved = Vu::current().code.program.meta_resolve(&from, &specifier);
            resolved.map_err(|why| throw(&ctx, &why))
        };
        module.meta()?.set("resolve", function(ctx, "resolve", resolve)?)?;
    }
    Ok(module)
}
