//! From a script to all it imports: each module is found, read, parsed once, and imports are tied to modules.
//!
//! A first module goes in, and a [`Program`] grows by it and by everything reachable from it. An import that
//! stands for nothing is an error here, with the place where it is written; a `require` or `import()` that does
//! is left to the moment when it is called, as in k6. Cycles are fine: a module is tied before it is walked.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::commonjs;
use super::error::SourceError;
use super::parse::{Language, Parsed, parse};
use super::place::{Mark, Place, PlaceMap};
use super::program::{Kind, LoadOptions, Program, Resolved, SourceModule};
use super::resolve::{Refusal, Target, target};
use super::scan::{How, Request, Scan};
use super::{bundle, exports, read, remote};

/// How many modules a program may have.
const MODULES_MAX: usize = 10_000;

/// Brings modules into a program.
pub(super) struct Loader<'a> {
    program: &'a mut Program,
    options: &'a LoadOptions<'a>,
    /// The first module that this loader brought, and what it and those after it ask for.
    first: usize,
    scans: Vec<Scan>,
    /// The names that modules ask of others.
    asked: HashMap<usize, BTreeSet<String>>,
}

impl<'a> Loader<'a> {
    /// A loader into that program.
    pub(super) fn new(program: &'a mut Program, options: &'a LoadOptions<'a>) -> Self {
        let first = program.modules.len();
        Self { program, options, first, scans: Vec::new(), asked: HashMap::new() }
    }

    /// What a target is in the program, read if it is not there yet; `at` is where it is asked for.
    pub(super) fn bring(&mut self, target: Target, at: &Place) -> Result<Resolved, SourceError> {
        let (specifier, path) = match target {
            Target::Builtin(name) => {
                self.program.builtins.entry(name.clone()).or_default();
                return Ok(Resolved::Builtin(name));
            }
            Target::File(path) => (path.to_string_lossy().into_owned(), Some(path)),
            Target::Url(url) => (url, None),
        };
        if let Some(&index) = self.program.index.get(&specifier) {
            return Ok(Resolved::Module(index));
        }
        let text = match path {
            Some(path) => self.read_file(&path, &specifier, at)?,
            None => self.fetch(&specifier, at)?,
        };
        self.add(specifier, text).map(Resolved::Module)
    }

    /// Adds a module with that text.
    pub(super) fn add(&mut self, specifier: String, text: String) -> Result<usize, SourceError> {
        let index = self.program.modules.len();
        let file = self.program.shown(&specifier);
        if index >= MODULES_MAX {
            let message =
                format!("a script may have {MODULES_MAX} modules; this one would be the next");
            return Err(SourceError::new(Place::file(file), message));
        }
        let Parsed { code, marks, kind, mut scan } = parse(&text, Language::of(&specifier), &file)?;
        let map = self.map(marks, &text, &specifier);
        self.program.index.insert(specifier.clone(), index);
        self.program.modules.push(SourceModule {
            specifier,
            kind,
            code,
            map,
            imports: Vec::new(),
            refused: Vec::new(),
            exports: std::mem::take(&mut scan.exports),
            text,
        });
        self.scans.push(scan);
        Ok(index)
    }

    /// The way back from a module's code: what stripping types moved, else the map that a bundle brings along. Packages often name maps that they come without.
    fn map(&mut self, marks: Option<Box<[Mark]>>, text: &str, specifier: &str) -> PlaceMap {
        if marks.is_some() {
            return PlaceMap { marks, ..PlaceMap::default() };
        }
        match bundle::map(text, specifier) {
            Some(Err(_)) if specifier.contains("/node_modules/") => PlaceMap::default(),
            Some(Err(reason)) => {
                let file = self.program.shown(specifier);
                self.program
                    .warnings
                    .push(format!("the source map of {file} is not used: {reason}"));
                PlaceMap::default()
            }
            Some(Ok(map)) => map,
            None => PlaceMap::default(),
        }
    }

    /// Brings all that the new modules ask for, sees that it is there, and wraps what is CommonJS.
    pub(super) fn finish(mut self) -> Result<(), SourceError> {
        let mut at = self.first;
        while at < self.program.modules.len() {
            for request in std::mem::take(&mut self.scans[at - self.first].requests) {
                self.tie(at, &request)?;
            }
            at += 1;
        }
        for (offset, scan) in self.scans.iter().enumerate() {
            exports::check(self.program, self.first + offset, &scan.wishes)?;
        }
        for (offset, scan) in self.scans.into_iter().enumerate() {
            let index = self.first + offset;
            let module = &mut self.program.modules[index];
            if module.kind != Kind::CommonJs {
                continue;
            }
            let mut names = scan.exported;
            names.extend(self.asked.remove(&index).unwrap_or_default());
            let prefix = commonjs::prefix(&module.specifier);
            module.map.shift = u32::try_from(prefix.len()).unwrap_or(u32::MAX);
            module.code = [prefix.as_str(), &module.code, &commonjs::suffix(&names)].concat();
        }
        Ok(())
    }

    /// Ties one request of a module to what it stands for.
    fn tie(&mut self, from: usize, request: &Request) -> Result<(), SourceError> {
        let module = &self.program.modules[from];
        let written = |(known, _): &(String, Resolved)| *known == request.specifier;
        if module.imports.iter().any(written) {
            return Ok(());
        }
        let at =
            Place::of_offset(self.program.shown(&module.specifier), &module.text, request.offset);
        let required = request.how == How::Require;
        let found = target(&request.specifier, &module.specifier, required, self.options.known)
            .map_err(|refusal| refused(refusal, at.clone()))
            .and_then(|target| self.bring(target, &at));
        let resolved = match (found, request.how) {
            (Ok(resolved), _) => resolved,
            (Err(error), How::Import) => return Err(error),
            (Err(error), How::Require | How::Dynamic) => {
                self.program.modules[from].refused.push((request.specifier.clone(), error));
                return Ok(());
            }
        };
        let names = self.scans[from - self.first]
            .asked
            .get(&request.specifier)
            .into_iter()
            .flatten()
            .cloned();
        match &resolved {
            Resolved::Module(index) => {
                self.asked.entry(*index).or_default().extend(names);
            }
            Resolved::Builtin(name) => {
                self.program.builtins.entry(name.clone()).or_default().extend(names);
            }
        }
        self.program.modules[from].imports.push((request.specifier.clone(), resolved));
        Ok(())
    }

    fn read_file(&self, path: &Path, specifier: &str, at: &Place) -> Result<String, SourceError> {
        let shown = self.program.shown(specifier);
        read::file(path, &shown).map_err(|(place, message)| match (place.line, at.line) {
            (0, 1..) => SourceError::new(at.clone(), format!("{shown} {message}")),
            _ => SourceError::new(place, message),
        })
    }

    fn fetch(&mut self, url: &str, at: &Place) -> Result<String, SourceError> {
        let got = remote::get(url, self.options.fetch, self.options.cache.as_deref());
        let (bytes, warning) = got.map_err(|reason| {
            SourceError::hinted(
                at.clone(),
                format!("the remote module {url} could not be fetched: {reason}"),
                "what was fetched once is kept and serves without network; a local file can be imported, too",
            )
        })?;
        self.program.warnings.extend(warning);
        read::text(bytes, url).map_err(|(place, message)| SourceError::new(place, message))
    }
}

/// A refusal as an error at that place.
pub(super) fn refused(refusal: Refusal, at: Place) -> SourceError {
    SourceError { place: at, message: refusal.message, hint: refusal.hint, entry: false }
}
