//! A script with all it imports: what the engine compiles, and the questions it asks while it runs.
//!
//! `graph.rs` fills it; here are the shapes and the look-ups.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::error::SourceError;
use super::exports::Exports;
use super::graph::Loader;
use super::place::{Place, PlaceMap, shown_column};
use super::resolve::{Target, folder, normal, target};
use super::{read, url};

/// What to do about a script that cannot be read.
const ENTRY_HINT: &str = "give the path of a script, an https:// URL, or - for standard input";

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
    /// What it requires by a literal name and what is not there, with the reason.
    pub(super) refused: Vec<(String, SourceError)>,
    /// What it exports, if it is an ES module.
    pub(super) exports: Exports,
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
    /// Reads the script at `entry`, a path relative to `cwd`, which is absolute, or an `https://` URL, and all it
    /// imports.
    ///
    /// # Errors
    ///
    /// The first file that cannot be found, read or parsed, or an import of something that does not exist.
    pub(crate) fn load(
        entry: &Path,
        cwd: &Path,
        options: &LoadOptions<'_>,
    ) -> Result<Self, SourceError> {
        let mut program = Self::empty(cwd);
        let target = match entry.to_str() {
            Some(url) if url.starts_with("https://") => Target::Url(url.to_owned()),
            _ => Target::File(normal(&cwd.join(entry))),
        };
        let mut loader = Loader::new(&mut program, options);
        loader.bring(target, &Place::file("")).map_err(|error| SourceError {
            entry: error.place.line == 0,
            hint: error.hint.or_else(|| (error.place.line == 0).then(|| ENTRY_HINT.to_owned())),
            ..error
        })?;
        loader.finish()?;
        Ok(program)
    }

    /// The same for a script that comes from standard input; it imports relative to `cwd`.
    ///
    /// # Errors
    ///
    /// As [`Program::load`].
    pub(crate) fn load_bytes(
        bytes: Vec<u8>,
        cwd: &Path,
        options: &LoadOptions<'_>,
    ) -> Result<Self, SourceError> {
        let mut program = Self::empty(cwd);
        let text =
            read::text(bytes, "-").map_err(|(place, message)| SourceError::new(place, message))?;
        let mut loader = Loader::new(&mut program, options);
        loader.add(cwd.join("-").to_string_lossy().into_owned(), text)?;
        loader.finish()?;
        Ok(program)
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
        Some(self.name(resolved))
    }

    /// Where the author wrote what is at that line and column (in bytes, from 1) of a module's code.
    pub(crate) fn place(&self, name: &str, line: u32, column: u32) -> Place {
        let Some(module) = self.module(name) else {
            return Place { file: self.shown(name), line, column };
        };
        match module.map.original(line, column) {
            (line, column, Some(source)) => Place { file: self.shown(source), line, column },
            (line, column, None) => Place {
                file: self.shown(name),
                line,
                column: shown_column(&module.text, line, column),
            },
        }
    }

    /// Why what `require` or `import()` names literally in the module `from` is not there.
    pub(crate) fn refusal(&self, from: &str, specifier: &str) -> Option<&SourceError> {
        let refused = &self.module(from)?.refused;
        refused.iter().find(|(written, _)| written == specifier).map(|(_, error)| error)
    }

    /// Whether any module's code could mean the global of that name: it stands there as a word of its own, and
    /// not as a member of something else.
    pub(crate) fn uses_global(&self, word: &str) -> bool {
        let is_part = |byte: &u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || *byte >= 0x80
        };
        let of_something = |before: &str| {
            let owner = before.strip_suffix('.').map(|owner| owner.trim_end_matches('?'));
            owner.is_some_and(|owner| {
                !owner.ends_with("..")
                    && !["globalThis", "global"].iter().any(|all| owner.ends_with(all))
            })
        };
        self.modules.iter().any(|module| {
            let code = module.code.as_str();
            code.match_indices(word).any(|(at, _)| {
                let (before, after) = (&code[..at], &code.as_bytes()[at + word.len()..]);
                !before.as_bytes().last().is_some_and(is_part)
                    && !after.first().is_some_and(is_part)
                    && !of_something(before)
            })
        })
    }

    /// The file that `open(path)` means in the module `from`; k6 takes the module being evaluated, not the one
    /// that the calling function stands in.
    ///
    /// # Errors
    ///
    /// What is wrong with the path.
    pub(crate) fn open_path(&self, from: &str, path: &str) -> Result<PathBuf, String> {
        if path.is_empty() {
            return Err("open() can't be used with an empty filename".to_owned());
        }
        if path.starts_with("file://") {
            let inside =
                url::file_path(path).ok_or_else(|| format!("open() finds no path in {path}"))?;
            return Ok(normal(Path::new(&inside)));
        }
        if path.contains("://") {
            return Err(format!("open() reads local files only, not {path}"));
        }
        if path.starts_with('/') {
            return Ok(normal(Path::new(path)));
        }
        if from.contains("://") {
            return Err(format!(
                "open() in the remote module {from} needs an absolute path, not {path}"
            ));
        }
        Ok(normal(&folder(from).join(path)))
    }

    /// What `import.meta.resolve(specifier)` gives in the module `from`: a URL, which `open` takes as well.
    ///
    /// # Errors
    ///
    /// What is wrong with the specifier.
    pub(crate) fn meta_resolve(&self, from: &str, specifier: &str) -> Result<String, String> {
        let relative = specifier.starts_with("./")
            || specifier.starts_with("../")
            || specifier.starts_with('/');
        match (relative, from.contains("://")) {
            (true, true) => Ok(url::join(from, specifier)),
            (true, false) => {
                Ok(format!("file://{}", normal(&folder(from).join(specifier)).display()))
            }
            _ => match target(specifier, from, false, &|_| true)
                .map_err(|refusal| refusal.message)?
            {
                Target::Builtin(name) => Ok(name),
                Target::Url(url) => Ok(url),
                Target::File(path) => Ok(format!("file://{}", path.display())),
            },
        }
    }

    /// How a module's name is shown: relative to the working folder where it lies inside.
    pub(super) fn shown(&self, specifier: &str) -> String {
        match Path::new(specifier).strip_prefix(&self.cwd) {
            Ok(inside) => inside.display().to_string(),
            Err(_) => specifier.to_owned(),
        }
    }

    fn empty(cwd: &Path) -> Self {
        Self {
            modules: Vec::new(),
            entry: 0,
            builtins: BTreeMap::new(),
            warnings: Vec::new(),
            index: HashMap::new(),
            cwd: cwd.to_path_buf(),
        }
    }

    fn name<'a>(&'a self, resolved: &'a Resolved) -> &'a str {
        match resolved {
            Resolved::Module(index) => &self.modules[*index].specifier,
            Resolved::Builtin(name) => name,
        }
    }
}
