//! Tables and views by name. In come rows of the system tables or a test's own tables; names are looked up as the server
//! does it: with a schema exactly, without one along the search path.

use std::collections::HashMap;

use super::table::Table;

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
    /// Schemas searched for names without one, in order.
    pub search_path: Vec<String>,
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
