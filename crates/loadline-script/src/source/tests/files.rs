//! Folders of files for the tests, and what QuickJS makes of a program.

use std::path::Path;
use std::rc::Rc;

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{
    CatchResultExt as _, Context, Ctx, Error, Function, Module, Object, Result as JsResult, Runtime,
};

use super::super::{LoadOptions, Program, SourceError};

/// A folder of files that goes with the test.
pub(in crate::source) struct Files(tempfile::TempDir);

impl Files {
    /// A folder with those files.
    pub(in crate::source) fn of(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    /// Writes one more.
    pub(in crate::source) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Where it is.
    pub(in crate::source) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Loads a script of it, without a network.
    pub(in crate::source) fn load(&self, entry: &str) -> Result<Program, SourceError> {
        Program::load(Path::new(entry), self.path(), &offline())
    }

    /// A text without the folder's name.
    pub(in crate::source) fn redacted(&self, text: &str) -> String {
        text.replace(self.path().to_str().unwrap(), "[folder]")
    }

    /// What loading the script complains about.
    pub(in crate::source) fn refusal(&self, entry: &str) -> String {
        self.redacted(&complaint(&self.load(entry).expect_err("this script cannot be loaded")))
    }

    /// What the script prints.
    pub(in crate::source) fn prints(&self, entry: &str) -> String {
        self.redacted(&run(self.load(entry).unwrap()))
    }
}

/// The error and its hint as the user sees them.
pub(in crate::source) fn complaint(error: &SourceError) -> String {
    match &error.hint {
        Some(hint) => format!("{error}\nhint: {hint}"),
        None => error.to_string(),
    }
}

/// Surroundings without a network and with two builtin modules.
pub(in crate::source) fn offline() -> LoadOptions<'static> {
    LoadOptions {
        known: &|name| matches!(name, "k6" | "k6/http"),
        fetch: &|_| Err("no network".to_owned()),
        cache: None,
    }
}

/// Checks what the script `main.js` of those files prints.
#[expect(clippy::needless_pass_by_value, reason = "snapshots are written in place")]
pub(in crate::source) fn check(files: &[(&str, &str)], expected: expect_test::Expect) {
    let (main, _) = files.first().unwrap();
    expected.assert_eq(&Files::of(files).prints(main));
}

/// Checks what is refused about the first of those files.
#[expect(clippy::needless_pass_by_value, reason = "snapshots are written in place")]
pub(in crate::source) fn check_refusal(files: &[(&str, &str)], expected: expect_test::Expect) {
    let (main, _) = files.first().unwrap();
    expected.assert_eq(&Files::of(files).refusal(main));
}

struct Names(Rc<Program>);

impl Resolver for Names {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> JsResult<String> {
        let known = self.0.resolve(base, name).or_else(|| self.0.module(name).map(|_| name));
        known.map(str::to_owned).ok_or_else(|| Error::new_resolving(base, name))
    }
}

struct Sources(Rc<Program>);

impl Loader for Sources {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> JsResult<Module<'js, Declared>> {
        let code = self
            .0
            .module(name)
            .map_or("export const sleep = 1; export default { sleep };", |m| &m.code);
        Module::declare(ctx.clone(), name, code)
    }
}

/// The engine's part of CommonJS, as far as these tests need it.
const PRELUDE: &str = r"
    globalThis.lines = [];
    globalThis.print = (...words) =>
        lines.push(words.map((word) => typeof word === 'string' ? word : JSON.stringify(word)).join(' '));
    const kept = {};
    globalThis.__loadline_commonjs = (from) => {
        const module = kept[from] = { exports: {} };
        const require = (specifier) => {
            const name = resolve(from, specifier);
            const namespace = name in kept ? undefined : load(name);
            return name in kept ? kept[name].exports : name.endsWith('.json') ? namespace.default : namespace;
        };
        return [module, require];
    };";

/// Runs a program in QuickJS; what it printed, and the error that ended it with the author's place.
pub(in crate::source) fn run(program: Program) -> String {
    let program = Rc::new(program);
    let runtime = Runtime::new().unwrap();
    runtime.set_loader(Names(Rc::clone(&program)), Sources(Rc::clone(&program)));
    Context::full(&runtime).unwrap().with(|ctx| {
        let names = Rc::clone(&program);
        let resolve = move |from: String, specifier: String| {
            names.resolve(&from, &specifier).map(str::to_owned)
        };
        ctx.globals().set("resolve", Function::new(ctx.clone(), resolve)).unwrap();
        ctx.globals().set("load", Function::new(ctx.clone(), namespace)).unwrap();
        ctx.eval::<(), _>(PRELUDE).unwrap();
        let entry = program.modules[program.entry].specifier.as_str();
        let ended = Module::import(&ctx, entry)
            .and_then(|promise| promise.finish::<Object<'_>>())
            .catch(&ctx);
        let mut lines: Vec<String> = ctx.globals().get("lines").unwrap();
        if let Err(error) = ended {
            lines.push(thrown(&program, &error));
        }
        lines.join("\n")
    })
}

/// The namespace of a module, evaluated if it is not yet.
#[expect(clippy::needless_pass_by_value, reason = "native functions take what they are given")]
fn namespace<'js>(ctx: Ctx<'js>, name: String) -> JsResult<Object<'js>> {
    Module::import(&ctx, name)?.finish()
}

/// An exception with the author's place of its first frame.
fn thrown(program: &Program, error: &rquickjs::CaughtError<'_>) -> String {
    let rquickjs::CaughtError::Exception(exception) = error else { return format!("{error:?}") };
    let stack = exception.stack().unwrap_or_default();
    let frame = stack.lines().next().unwrap_or_default();
    let frame = frame
        .rsplit_once('(')
        .map_or_else(|| frame.trim().trim_start_matches("at "), |(_, last)| last);
    let mut parts = frame.trim_end_matches(')').rsplitn(3, ':');
    let (column, line) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let name = parts.next().unwrap_or_default();
    let place = program.place(name, line.parse().unwrap_or(0), column.parse().unwrap_or(0));
    let message = exception.message().unwrap_or_default();
    format!("{}:{}:{}: {message}", place.file, place.line, place.column)
}
