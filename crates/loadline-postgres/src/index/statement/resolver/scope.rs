//! Names to columns. A scope is the FROM clause of one SELECT; what it does not know its parent may.

use std::rc::Rc;

use sqlparser::ast::Ident;

use crate::index::catalogue::Catalogue;
use crate::index::statement::shape::{Shape, TableUse, push};

/// Where a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// The mention of the table.
    pub(super) mention: usize,
    /// The column of that table.
    pub(super) column: usize,
}

/// A column that a subquery gives.
#[derive(Debug, Clone)]
pub(super) struct Output {
    pub(super) name: String,
    /// Where it comes from, if it is a column as it stands.
    pub(super) origin: Option<Origin>,
}

/// What a name of the FROM clause gives.
#[derive(Debug, Clone)]
pub(super) enum Columns {
    Table(usize),
    Derived(Rc<Vec<Output>>),
}

#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) columns: Columns,
}

#[derive(Debug, Default)]
pub(super) struct Scope<'p> {
    pub(super) sources: Vec<Source>,
    pub(super) parent: Option<&'p Scope<'p>>,
}

/// A `$1` and what it is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::index::statement) struct Parameter {
    /// `$1`.
    pub(in crate::index::statement) name: String,
    /// Table and column compared with it.
    pub(in crate::index::statement) column: Option<(usize, usize)>,
    /// Whether it bounds the column from below (`Some(true)`), from above, or equals it.
    pub(in crate::index::statement) lower: Option<bool>,
    /// Whether it is a list of values rather than one.
    pub(in crate::index::statement) list: bool,
}

/// Walks a statement and keeps what it asks of tables.
pub(in crate::index::statement) struct Resolver<'c> {
    pub(super) catalogue: &'c Catalogue,
    pub(super) shape: Shape,
    pub(super) tables: Vec<(String, Rc<Vec<Output>>)>,
    pub(super) parameters: Vec<Parameter>,
    /// Views inside views so far.
    pub(super) depth: usize,
    /// Whether a function is called that belongs to another role.
    pub(super) calls_foreign: bool,
}

impl<'c> Resolver<'c> {
    pub(in crate::index::statement) fn new(catalogue: &'c Catalogue) -> Self {
        let (shape, tables, parameters) = (Shape::default(), Vec::new(), Vec::new());
        Self { catalogue, shape, tables, parameters, depth: 0, calls_foreign: false }
    }

    /// What was found: the shape, the parameters, and whether functions of other roles are called.
    pub(in crate::index::statement) fn finish(self) -> (Shape, Vec<Parameter>, bool) {
        (self.shape, self.parameters, self.calls_foreign)
    }

    pub(super) fn mention(&mut self, origin: Origin) -> &mut TableUse {
        &mut self.shape.uses[origin.mention]
    }

    /// The name of a column as the server folds it.
    pub(in crate::index::statement) fn folded(ident: &Ident) -> String {
        match ident.quote_style {
            Some(_) => ident.value.clone(),
            None => ident.value.to_lowercase(),
        }
    }

    /// Where a column comes from. The outer result says whether the name is known at all.
    pub(super) fn find(&self, scope: &Scope<'_>, parts: &[Ident]) -> Option<Option<Origin>> {
        let names: Vec<String> = parts.iter().map(Self::folded).collect();
        let (column, qualifier) = names.split_last()?;
        let mut level = Some(scope);
        while let Some(scope) = level {
            for source in &scope.sources {
                // `schema.table.column` and `table.column` alike.
                if qualifier.last().is_some_and(|name| *name != source.name) {
                    continue;
                }
                if let Some(found) = self.find_in(&source.columns, column) {
                    return Some(found);
                }
            }
            level = scope.parent;
        }
        None
    }

    pub(super) fn find_in(&self, columns: &Columns, name: &str) -> Option<Option<Origin>> {
        match columns {
            Columns::Table(mention) => {
                let table = &self.catalogue.tables[self.shape.uses[*mention].table];
                let column = table.column(name)?;
                Some(Some(Origin { mention: *mention, column }))
            }
            Columns::Derived(outputs) => {
                outputs.iter().find(|output| output.name == name).map(|output| output.origin)
            }
        }
    }

    /// All columns of a source, for `*`.
    pub(super) fn all(&self, columns: &Columns) -> Vec<Output> {
        match columns {
            Columns::Derived(outputs) => outputs.to_vec(),
            Columns::Table(mention) => {
                let table = &self.catalogue.tables[self.shape.uses[*mention].table];
                let output = |(column, of): (usize, &crate::index::catalogue::Column)| Output {
                    name: of.name.clone(),
                    origin: Some(Origin { mention: *mention, column }),
                };
                table.columns.iter().enumerate().map(output).collect()
            }
        }
    }

    /// Notes that a column is read.
    pub(super) fn reference(&mut self, origin: Origin) {
        push(&mut self.mention(origin).referenced, origin.column);
    }
}
