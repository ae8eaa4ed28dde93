//! `require` and what wrapped CommonJS modules ask for: modules by name, evaluated on the spot.

use std::cell::RefCell;
use std::collections::HashMap;

use rquickjs::{Array, Ctx, Object, Persistent, Result, Value};

use crate::engine::{caller, function, load_module, throw};
use crate::modules::MODULES;
use crate::source::Kind;
use crate::vu::{Phase, Vu};

/// What was required already, by name: `{exports}` of CommonJS modules and objects of builtin ones.
#[derive(Default)]
struct Required(RefCell<HashMap<String, Persistent<Object<'static>>>>);

/// Makes `require` and the function that wrapped modules call first.
pub(super) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    ctx.globals().set("__loadline_commonjs", function(ctx, "__loadline_commonjs", begin)?)?;
    ctx.globals().set("require", function(ctx, "require", require_of_caller)?)
}

fn require_of_caller<'js>(ctx: Ctx<'js>, specifier: String) -> Result<Value<'js>> {
    let from = caller(&ctx);
    require(&ctx, &from, &specifier)
}

/// A CommonJS module begins: gives its `module` and its `require`.
fn begin<'js>(ctx: Ctx<'js>, specifier: String) -> Result<Array<'js>> {
    let module = Object::new(ctx.clone())?;
    module.set("exports", Object::new(ctx.clone())?)?;
    let kept = Persistent::save(&ctx, module.clone());
    Vu::current().state(Required::default).0.borrow_mut().insert(specifier.clone(), kept);
    let require = function(&ctx, "require", move |ctx: Ctx<'js>, wanted: String| {
        require(&ctx, &specifier, &wanted)
    })?;
    let both = Array::new(ctx)?;
    both.set(0, module)?;
    both.set(1, require)?;
    Ok(both)
}

fn require<'js>(ctx: &Ctx<'js>, from: &str, specifier: &str) -> Result<Value<'js>> {
    let vu = Vu::current();
    if let Some(builtin) = MODULES.iter().find(|module| module.name == specifier) {
        return required_builtin(ctx, &vu, builtin.name, builtin.build);
    }
    let program = &vu.code.program;
    let Some(name) = program.resolve(from, specifier).map(str::to_owned) else {
        if let Some(refusal) = program.refusal(from, specifier) {
            return Err(throw(ctx, &refusal.to_string()));
        }
        let why = match vu.phase() {
            Phase::Init => "its name must stand there as text",
            _ => "modules can be loaded at the top level only",
        };
        return Err(throw(ctx, &format!("cannot require \"{specifier}\": {why}")));
    };
    let kind = program.module(&name).map(|module| module.kind);
    if kind == Some(Kind::CommonJs)
        && let Some(begun) = kept(&vu, &name)
    {
        return begun.restore(ctx)?.get("exports");
    }
    let namespace = load_module(ctx, &vu, &name)?;
    match kind {
        Some(Kind::CommonJs) => match kept(&vu, &name) {
            Some(begun) => begun.restore(ctx)?.get("exports"),
            None => namespace.get("default"),
        },
        Some(Kind::Json) => namespace.get("default"),
        _ => Ok(namespace.into_value()),
    }
}

/// What was kept under that name.
fn kept(vu: &Vu, name: &str) -> Option<Persistent<Object<'static>>> {
    vu.state(Required::default).0.borrow().get(name).cloned()
}

/// What a CommonJS module exports, once it has begun.
pub(crate) fn exports<'js>(ctx: &Ctx<'js>, vu: &Vu, name: &str) -> Result<Option<Object<'js>>> {
    let Some(begun) = kept(vu, name) else { return Ok(None) };
    Ok(begun.restore(ctx)?.get::<_, Value<'js>>("exports")?.into_object())
}

/// The object of a builtin module, with itself as its default unless it has one.
fn required_builtin<'js>(
    ctx: &Ctx<'js>,
    vu: &Vu,
    name: &str,
    build: for<'a> fn(&Ctx<'a>) -> Result<Object<'a>>,
) -> Result<Value<'js>> {
    if let Some(known) = kept(vu, name) {
        return Ok(known.restore(ctx)?.into_value());
    }
    let object = build(ctx)?;
    if !object.contains_key("default")? {
        object.set("default", object.clone())?;
    }
    let required = vu.state(Required::default);
    required.0.borrow_mut().insert(name.to_owned(), Persistent::save(ctx, object.clone()));
    Ok(object.into_value())
}
