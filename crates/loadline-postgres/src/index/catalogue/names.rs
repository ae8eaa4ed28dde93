//! Tables and views by name. In come rows of the system tables or a test's own tables; names are looked up as the server
//! does it: with a schema exactly, without one along the search path.

use std::collections::{HashMap, HashSet};

use super::table::Table;
use crate::session::quoted_name;

/// The server cuts longer names.
const NAME_BYTES_MAX: usize = 63;

/// What a name in a FROM clause stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation<'a> {
    /// The table with this number.
    Table(usize),
    /// A view: the statement behind it.
    View(&'a str),
}

/// All tables and views that statements may name.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// The tables; their place is their number everywhere else.
    pub tables: Vec<Table>,
    /// Schemas searched for names without one, in order: those of the session, then all others, the one with the largest
    /// table first. Statements were sent by others, whose sessions search elsewhere.
    pub search_path: Vec<String>,
    /// Functions that belong to another role, and that planning might run.
    pub foreign_functions: HashSet<String>,
    tables_by_name: HashMap<(String, String), usize>,
    views: HashMap<(String, String), String>,
}

impl Catalogue {
    /// A catalogue without tables that searches these schemas.
    #[must_use]
    pub fn new(search_path: Vec<String>) -> Self {
        Self { search_path, ..Self::default() }
    }

    /// Adds a table and says its number.
    pub fn add_table(&mut self, table: Table) -> usize {
        let number = self.tables.len();
        self.tables_by_name.insert((table.schema.clone(), table.name.clone()), number);
        self.tables.push(table);
        number
    }

    /// Adds a view with the statement behind it.
    pub fn add_view(&mut self, schema: &str, name: &str, definition: String) {
        self.views.insert((schema.to_owned(), name.to_owned()), definition);
    }

    /// The search path as the setting has it.
    #[must_use]
    pub(crate) fn search_path_setting(&self) -> String {
        let quoted: Vec<String> = self.search_path.iter().map(|name| quoted_name(name)).collect();
        quoted.join(", ")
    }

    /// A name for a new index on a table: the table's and the columns' as the server itself would make it, with a number
    /// where that is taken. What it gives is taken from then on.
    pub(crate) fn name_index(
        &self,
        schema: &str,
        of: &[&str],
        taken: &mut HashSet<String>,
    ) -> String {
        let is_taken = |name: &str| {
            let own = || self.tables.iter().filter(|table| table.schema == schema);
            own().any(|table| {
                table.name == name || table.indexes.iter().any(|index| index.name == name)
            }) || self.views.contains_key(&(schema.to_owned(), name.to_owned()))
        };
        let mut number = 0;
        loop {
            let end = if number == 0 { "_idx".to_owned() } else { format!("_idx{number}") };
            let name = ended(&of.join("_"), &end);
            if !is_taken(&name) && taken.insert(format!("{schema}.{name}")) {
                return name;
            }
            number += 1;
        }
    }

    /// What a name stands for, as the server would find it.
    #[must_use]
    pub(crate) fn find(&self, schema: Option<&str>, name: &str) -> Option<Relation<'_>> {
        match schema {
            Some(schema) => self.find_in(schema, name),
            // The system's own schema is searched first, and holds no table of the user's.
            None => self.search_path.iter().find_map(|schema| self.find_in(schema, name)),
        }
    }

    fn find_in(&self, schema: &str, name: &str) -> Option<Relation<'_>> {
        let key = (schema.to_owned(), name.to_owned());
        if let Some(table) = self.tables_by_name.get(&key) {
            return Some(Relation::Table(*table));
        }
        self.views.get(&key).map(|definition| Relation::View(definition))
    }
}

/// A name with an end of its own, which stays when the rest is too long.
#[must_use]
pub(crate) fn ended(name: &str, end: &str) -> String {
    cut(name, NAME_BYTES_MAX - end.len()) + end
}

/// As much of a text as fits, in whole characters.
fn cut(text: &str, bytes_max: usize) -> String {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}
