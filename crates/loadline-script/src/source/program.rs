//! A script with all it imports: what the engine compiles, and the questions it asks while it runs.
//!
//! `graph.rs` fills it; here are the shapes and the look-ups.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::error::SourceError;
use super::place::{Place, PlaceMap};

/// A script and every module it imports, each once.
#[derive(Debug)]
pub(crate) struct Program {
    /// The modules, the script first.
    pub(crate) modules: Vec<SourceModule>,
    /// Which of them the script is.
    pub(crate) entry: usize,
    /// Builtin modules that are imported, and the names asked of each.
    pub(crate) builtins: BTreeMap<String, BTreeSet<String>>,
    /// What the user should know although the script can run.
    pub(crate) warnings: Vec<String>,
    /// Where each module is, by its specifier.
    pub(super) index: HashMap<String, usize>,
    /// The working folder: places are shown relative to it.
    pub(super) cwd: PathBuf,
}

/// One module, ready for QuickJS.
#[derive(Debug)]
pub(crate) struct SourceModule {
    /// Its name in QuickJS: an absolute path or a URL.
    pub(crate) specifier: String,
    /// What it was written as.
    pub(crate) kind: Kind,
    /// The text of an ES module.
    pub(crate) code: String,
    /// From places in `code` to places in the file.
    pub(crate) map: PlaceMap,
    /// What it imports or requires by a literal name: as written, and what that is.
    pub(crate) imports: Vec<(String, Resolved)>,
    /// The file as it was read.
    pub(super) text: String,
}

/// What a module was written as; it says what `require` gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An ES module: `require` gives its namespace.
    Module,
    /// CommonJS, wrapped: the code calls `__loadline_commonjs(specifier)`, which keeps a new `{exports: {}}`
    /// under that name and answers `[module, require]`; `require` gives the kept `exports`, finished or not.
    CommonJs,
    /// JSON: `require` gives the `default` of its namespace.
    Json,
}

/// What an import stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A module of the program.
    Module(usize),
    /// A module of Loadline's own: `k6/http`.
    Builtin(String),
}

/// What loading needs to know of its surroundings.
pub(crate) struct LoadOptions<'a> {
    /// Whether there is a builtin module of that name.
    pub(crate) known: &'a dyn Fn(&str) -> bool,
    /// Gets a remote module; an error says why not.
    pub(crate) fetch: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
    /// Where copies of remote modules are kept; none keeps no copies.
    pub(crate) cache: Option<PathBuf>,
}

impl Program {
    /// Reads the script at `entry`, relative to `cwd`, and all it imports.
    ///
    /// # Errors
    ///
    /// The first file that cannot be found, read or parsed, or an import of something that does not exist.
    pub(crate) fn load(
        entry: &Path,
        cwd: &Path,
        options: &LoadOptions<'_>,
    ) -> Result<Self, SourceError> {
        let _ = (entry, cwd, options);
        Err(SourceError::new(Place { file: String::new(), line: 0, column: 0 }, "not yet"))
    }

    /// Whether any module's code has that text in it.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        self.modules.iter().any(|module| module.code.contains(text))
    }

    /// Whether the object `name` is used other than by naming its members.
    pub(crate) fn uses_whole(&self, name: &str) -> bool {
        let by_member = |after: &str| after.starts_with('.') || after.starts_with("?.");
        self.modules.iter().any(|module| {
            let uses = module.code.match_indices(name);
            uses.into_iter().any(|(at, _)| !by_member(&module.code[at + name.len()..]))
        })
    }

    /// The module of that name.
    pub(crate) fn module(&self, specifier: &str) -> Option<&SourceModule> {
        self.index.get(specifier).and_then(|&index| self.modules.get(index))
    }

    /// The name of the module that `specifier`, written in the module `from`, stands for.
    pub(crate) fn resolve(&self, from: &str, specifier: &str) -> Option<&str> {
        let module = self.module(from)?;
        let (_, resolved) = module.imports.iter().find(|(written, _)| written == specifier)?;
        match resolved {
            Resolved::Module(index) => {
                self.modules.get(*index).map(|module| module.specifier.as_str())
            }
            Resolved::Builtin(name) => Some(name),
        }
    }

    /// Where the author wrote what is at that line and column of a module's code.
    pub(crate) fn place(&self, module: &str, line: u32, column: u32) -> Place {
        let (line, column) =
            self.module(module).map_or((line, column), |m| m.map.original(line, column));
        Place { file: module.to_owned(), line, column }
    }
}
