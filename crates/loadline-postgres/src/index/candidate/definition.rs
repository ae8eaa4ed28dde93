//! An index as data. Two that are equal do the same; `sql` is the statement that makes it.
//!
//! Deliberately not here: its size (`size`) and what it saves (`search`).

use super::quote::name;
use crate::index::catalogue::{Catalogue, ExistingIndex};

/// The kind of index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Ordered keys.
    Btree,
    /// Ranges of pages with their least and greatest value.
    Brin,
    /// Parts of values with the rows that hold them.
    Gin,
}

impl Method {
    /// Its name in SQL.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Btree => "btree",
            Self::Brin => "brin",
            Self::Gin => "gin",
        }
    }
}

/// What a key is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyPart {
    /// A column of the table.
    Column(usize),
    /// An expression over columns of the table, as SQL writes it.
    Expression {
        /// Its text, with names of columns alone.
        text: String,
        /// The columns in it.
        columns: Vec<usize>,
    },
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// What it is made of.
    pub part: KeyPart,
    /// From high to low.
    pub descending: bool,
    /// Where NULLs stand, when not at their usual end.
    pub nulls_first: Option<bool>,
    /// The operator class, when not the usual one.
    pub operators: Option<&'static str>,
}

impl Key {
    /// A column from low to high.
    #[must_use]
    pub const fn column(column: usize) -> Self {
        Self {
            part: KeyPart::Column(column),
            descending: false,
            nulls_first: None,
            operators: None,
        }
    }
}

/// An index that could be.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexDefinition {
    /// The number of its table.
    pub table: usize,
    /// Its kind.
    pub method: Method,
    /// Its keys.
    pub keys: Vec<Key>,
    /// Columns carried along for index-only scans.
    pub include: Vec<usize>,
    /// The condition of a partial index.
    pub predicate: Option<String>,
    /// The share of the table's rows it holds.
    pub rows_share: f64,
}

impl IndexDefinition {
    /// A B-tree over columns.
    #[must_use]
    pub fn btree(table: usize, columns: &[usize]) -> Self {
        Self {
            table,
            method: Method::Btree,
            keys: columns.iter().copied().map(Key::column).collect(),
            include: Vec::new(),
            predicate: None,
            rows_share: 1.0,
        }
    }

    /// Whether it begins as another does and holds all that the other holds: what that one does, it does nearly as well.
    #[must_use]
    pub fn stands_in_for(&self, other: &Self) -> bool {
        let held = self.columns();
        self != other
            && self.method == Method::Btree
            && (self.table, self.method, &self.predicate)
                == (other.table, other.method, &other.predicate)
            && self.keys.starts_with(&other.keys)
            && other.include.iter().all(|column| held.contains(column))
    }

    /// The columns that are keys themselves.
    #[must_use]
    pub fn key_columns(&self) -> Vec<usize> {
        let column = |key: &Key| match key.part {
            KeyPart::Column(column) => Some(column),
            KeyPart::Expression { .. } => None,
        };
        self.keys.iter().filter_map(column).collect()
    }

    /// All columns that the index stores or computes from.
    #[must_use]
    pub fn columns(&self) -> Vec<usize> {
        let mut all = self.include.clone();
        for key in &self.keys {
            match &key.part {
                KeyPart::Column(column) => all.push(*column),
                KeyPart::Expression { columns, .. } => all.extend(columns),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The statement that makes it without blocking writers, under a name that the server finds.
    #[must_use]
    pub fn sql(&self, catalogue: &Catalogue) -> String {
        self.statement(catalogue, self.table, "CREATE INDEX CONCURRENTLY ON")
    }

    /// The statements that make it under this name without blocking writers; `part_names` has one for each part of a
    /// partitioned table, which gets its own first and joins them at the end.
    #[must_use]
    pub(crate) fn creation(
        &self,
        catalogue: &Catalogue,
        index: &str,
        part_names: &[String],
    ) -> Vec<String> {
        let parts = &catalogue.tables[self.table].parts;
        let whole = format!("CREATE INDEX CONCURRENTLY {} ON", name(index));
        if parts.is_empty() {
            return vec![self.statement(catalogue, self.table, &whole)];
        }
        let own = parts.iter().zip(part_names).map(|(part, index)| {
            self.statement(
                catalogue,
                *part,
                &format!("CREATE INDEX CONCURRENTLY {} ON", name(index)),
            )
        });
        own.chain([self.named_sql(catalogue, index)]).collect()
    }

    /// The statements as HypoPG takes them: one, or one for each part of a partitioned table.
    #[must_use]
    pub fn hypothetical_sql(&self, catalogue: &Catalogue) -> Vec<String> {
        let parts = &catalogue.tables[self.table].parts;
        let tables = if parts.is_empty() { std::slice::from_ref(&self.table) } else { parts };
        tables.iter().map(|table| self.statement(catalogue, *table, "CREATE INDEX ON")).collect()
    }

    /// The statement inside a transaction, under a given name.
    #[must_use]
    pub fn named_sql(&self, catalogue: &Catalogue, index: &str) -> String {
        self.statement(catalogue, self.table, &format!("CREATE INDEX {} ON", name(index)))
    }

    /// Columns and expressions in the order of the index, as people write them.
    #[must_use]
    pub fn made_of(&self, catalogue: &Catalogue) -> String {
        let table = &catalogue.tables[self.table];
        let column = |number: &usize| name(&table.columns[*number].name);
        let keys: Vec<String> = self.keys.iter().map(|key| key_sql(key, column)).collect();
        let mut text = format!("({})", keys.join(", "));
        if !self.include.is_empty() {
            let columns: Vec<String> = self.include.iter().map(column).collect();
            text += &format!(" INCLUDE ({})", columns.join(", "));
        }
        if let Some(predicate) = &self.predicate {
            text += &format!(" WHERE {predicate}");
        }
        text
    }

    /// Parts have the whole's columns under the same names, in another order perhaps.
    fn statement(&self, catalogue: &Catalogue, table: usize, head: &str) -> String {
        let table = &catalogue.tables[table];
        let mut sql = format!("{head} {}.{}", name(&table.schema), name(&table.name));
        if self.method != Method::Btree {
            sql += &format!(" USING {}", self.method.name());
        }
        format!("{sql} {}", self.made_of(catalogue))
    }

    /// Whether an index that is there already does what this one would.
    #[must_use]
    pub fn served_by(&self, existing: &ExistingIndex) -> bool {
        let plain = self.keys.iter().all(|key| !key.descending && key.operators.is_none());
        let keys: Vec<Option<usize>> = self.key_columns().into_iter().map(Some).collect();
        let carried = |column: &usize| {
            existing.include.contains(column) || existing.key_columns.contains(&Some(*column))
        };
        existing.valid
            && !existing.partial
            && existing.method == self.method.name()
            && plain
            && keys.len() == self.keys.len()
            && existing.key_columns.starts_with(&keys)
            && self.include.iter().all(carried)
    }
}

fn key_sql(key: &Key, column: impl Fn(&usize) -> String) -> String {
    let mut sql = match &key.part {
        KeyPart::Column(number) => column(number),
        KeyPart::Expression { text, .. } => format!("({text})"),
    };
    if let Some(operators) = key.operators {
        sql += &format!(" {operators}");
    }
    if key.descending {
        sql += " DESC";
    }
    match key.nulls_first {
        Some(true) => sql += " NULLS FIRST",
        Some(false) => sql += " NULLS LAST",
        None => {}
    }
    sql
}
