//! What ES modules export by name, and whether what is imported by name is there.
//!
//! A module's tree gives its [`Exports`]; once a program is complete, each imported name is looked up in them. The
//! names of CommonJS are known when it runs only, and a builtin module lacks names as k6's do: both take any.

use std::collections::BTreeSet;

use oxc::ast::ast::{Declaration, Program as Tree, Statement};

use super::error::SourceError;
use super::place::Place;
use super::program::{Kind, Program, Resolved};

/// How many names an error lists.
const NAMES_SHOWN_MAX: usize = 12;

/// What an ES module exports.
#[derive(Debug, Default)]
pub(super) struct Exports {
    names: BTreeSet<String>,
    /// The modules of `export * from`.
    stars: Vec<String>,
}

/// A name that an import asks for.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) specifier: String,
    pub(super) name: String,
    /// The byte where it stands.
    pub(super) offset: usize,
}

impl Exports {
    /// The exports of a tree without types.
    pub(super) fn of(program: &Tree<'_>) -> Self {
        let mut exports = Self::default();
        for statement in &program.body {
            exports.note(statement);
        }
        exports
    }

    fn note(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::ExportDefaultDeclaration(_) => self.add("default"),
            Statement::ExportDeclaration(export) => self.note_declaration(&export.declaration),
            Statement::ExportNamedDeclaration(export) => {
                export.specifiers.iter().for_each(|specifier| self.add(&specifier.exported.name()));
            }
            Statement::ExportFromDeclaration(export) => {
                export.specifiers.iter().for_each(|specifier| self.add(&specifier.exported.name()));
            }
            Statement::ExportAllDeclaration(export) => match &export.exported {
                Some(name) => self.add(&name.name()),
                None => self.stars.push(export.source.value.to_string()),
            },
            _ => {}
        }
    }

    fn note_declaration(&mut self, declaration: &Declaration<'_>) {
        match declaration {
            Declaration::VariableDeclaration(variables) => {
                let bound =
                    variables.declarations.iter().flat_map(|one| one.id.get_binding_identifiers());
                bound.for_each(|identifier| self.add(&identifier.name));
            }
            Declaration::FunctionDeclaration(function) => {
                function.id.iter().for_each(|identifier| self.add(&identifier.name));
            }
            Declaration::ClassDeclaration(class) => {
                class.id.iter().for_each(|identifier| self.add(&identifier.name));
            }
            _ => {}
        }
    }

    fn add(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }
}

/// Looks up the names that a module of a complete program asks for.
///
/// # Errors
///
/// The first that is not there, with its place.
pub(super) fn check(program: &Program, from: usize, wishes: &[Wish]) -> Result<(), SourceError> {
    let module = &program.modules[from];
    for Wish { specifier, name, offset } in wishes {
        let known = module.imports.iter().find(|(written, _)| written == specifier);
        let Some((_, Resolved::Module(index))) = known else { continue };
        if offers(program, *index, name, &mut BTreeSet::new()) {
            continue;
        }
        let place = Place::of_offset(program.shown(&module.specifier), &module.text, *offset);
        let message = format!("{specifier} does not provide an export named {name}");
        let names: Vec<&str> = match program.modules[*index].kind {
            Kind::Json => vec!["default"],
            _ => program.modules[*index].exports.names.iter().map(String::as_str).collect(),
        };
        return Err(match names.len() {
            0 => SourceError::hinted(place, message, "it exports nothing"),
            count => {
                let more = if count > NAMES_SHOWN_MAX { ", …" } else { "" };
                let shown = names[..count.min(NAMES_SHOWN_MAX)].join(", ");
                SourceError::hinted(place, message, format!("it exports {shown}{more}"))
            }
        });
    }
    Ok(())
}

/// Whether a module exports a name; `seen` ends the walk where modules export each other's names.
fn offers(program: &Program, index: usize, name: &str, seen: &mut BTreeSet<usize>) -> bool {
    let module = &program.modules[index];
    match module.kind {
        Kind::CommonJs => true,
        Kind::Json => name == "default",
        Kind::Module if module.exports.names.contains(name) => true,
        Kind::Module if name == "default" || !seen.insert(index) => false,
        Kind::Module => module.exports.stars.iter().any(|star| {
            let known = module.imports.iter().find(|(written, _)| written == star);
            match known {
                Some((_, Resolved::Module(index))) => offers(program, *index, name, seen),
                _ => true,
            }
        }),
    }
}
