//! The indexes one mention of a table gives reason for. Structured ones come first (equalities, then a range or a sort;
//! the column of a join), then pairs and triples of what the statement compares and reads: sharing between statements
//! makes good indexes of unlikely ones, and the planner is asked about all.

use std::collections::HashSet;

use super::definition::{IndexDefinition, Key, KeyPart};
use crate::index::catalogue::{Catalogue, ColumnKind, Table};
use crate::index::statement::{Condition, TableUse};

/// A mention of a table yields at most this many.
const PER_MENTION_MAX: usize = 300;
/// Triples are made of at most this many columns.
const TRIPLE_COLUMNS_MAX: usize = 8;
/// Tables below this many pages are read as quickly without an index.
const TABLE_PAGES_MIN: f64 = 8.0;
/// A partial index pays when it leaves most rows out.
const PARTIAL_SHARE_MAX: f64 = 0.25;
/// What an expression selects is unknown; a partial index's share of rows is at least this.
const PARTIAL_SHARE_MIN: f64 = 0.000_1;
/// A B-tree's entry must fit into a third of a page; columns wider on average are left out.
const COLUMN_BYTES_MAX: f64 = 400.0;

/// What kinds of index to think of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CandidateOptions {
    /// Keys an index has at most.
    pub keys_max: usize,
    /// Whether columns may be carried along (INCLUDE).
    pub covering: bool,
    /// Bytes carried along at most.
    pub include_bytes_max: f64,
    /// Whether indexes over some of the rows are thought of.
    pub partial: bool,
    /// Whether indexes over expressions are thought of.
    pub expressions: bool,
    /// Whether an index may be the beginning of one that is there. The planner likes such: it takes a shorter index to
    /// follow the table's order more closely. People call them redundant.
    pub beginnings: bool,
}

impl Default for CandidateOptions {
    fn default() -> Self {
        Self {
            keys_max: 3,
            covering: true,
            include_bytes_max: 96.0,
            partial: true,
            expressions: true,
            beginnings: false,
        }
    }
}

/// The indexes that one mention of a table gives reason for, without those that are there.
#[must_use]
pub(crate) fn candidates(
    catalogue: &Catalogue,
    mention: &TableUse,
    options: &CandidateOptions,
) -> Vec<IndexDefinition> {
    let table = &catalogue.tables[mention.table];
    if table.pages < TABLE_PAGES_MIN {
        return Vec::new();
    }
    let mut found = Found { mention, table, options, list: Vec::new(), seen: HashSet::new() };
    found.structured();
    found.sorted();
    if options.covering {
        found.covering();
    }
    if options.partial {
        found.partial();
    }
    if options.expressions {
        found.expressions();
        found.prefixes();
    }
    found.pairs();
    if options.keys_max > 2 {
        found.triples();
    }
    found.list
}

struct Found<'a> {
    mention: &'a TableUse,
    table: &'a Table,
    options: &'a CandidateOptions,
    list: Vec<IndexDefinition>,
    seen: HashSet<String>,
}

impl Found<'_> {
    fn indexable(&self, column: usize) -> bool {
        let column = &self.table.columns[column];
        column.width_bytes <= COLUMN_BYTES_MAX
            && matches!(column.kind, ColumnKind::Ordered | ColumnKind::Text | ColumnKind::Boolean)
    }

    fn columns(&self, columns: &[usize]) -> Vec<usize> {
        columns.iter().copied().filter(|column| self.indexable(*column)).collect()
    }

    fn add(&mut self, index: IndexDefinition) {
        let there = self.table.indexes.iter().any(|existing| {
            index.served_by(existing)
                && !(self.options.beginnings && existing.key_columns.len() > index.keys.len())
        });
        if self.list.len() < PER_MENTION_MAX
            && !index.keys.is_empty()
            && !there
            && self.seen.insert(identity(&index))
        {
            self.list.push(index);
        }
    }

    /// An index over these columns, as many as are allowed.
    fn add_columns(&mut self, columns: &[usize]) {
        let mut keys: Vec<usize> = Vec::new();
        for column in columns {
            if keys.len() < self.options.keys_max && !keys.contains(column) {
                keys.push(*column);
            }
        }
        self.add(IndexDefinition::btree(self.mention.table, &keys));
    }

    /// The sequences of columns a plan can use from the left.
    fn sequences(&self) -> Vec<Vec<usize>> {
        let mention = self.mention;
        let equal = self.most_distinct_first(&self.columns(&mention.equal));
        let (range, join) = (self.columns(&mention.range), self.columns(&mention.join));
        let group = self.columns(&mention.group);
        let order: Vec<usize> = mention.order.iter().map(|key| key.column).collect();
        let order = self.columns(&order);
        let mut sequences = Vec::new();
        for column in mention.hot() {
            sequences.push(self.columns(&[column]));
        }
        sequences.push(equal.clone());
        sequences.push([&equal[..], &order[..]].concat());
        sequences.push([&equal[..], &group[..]].concat());
        for column in &range {
            sequences.push([&equal[..], &[*column]].concat());
        }
        for column in &join {
            sequences.push([&[*column], &equal[..]].concat());
            sequences.push([&equal[..], &[*column]].concat());
            for range in &range {
                sequences.push(vec![*column, *range]);
                sequences.push([&[*column], &equal[..], &[*range]].concat());
            }
        }
        sequences.push(join);
        sequences.push(group);
        sequences.retain(|sequence| !sequence.is_empty());
        sequences
    }

    fn most_distinct_first(&self, columns: &[usize]) -> Vec<usize> {
        let mut sorted = columns.to_vec();
        let distinct = |column: &usize| self.table.columns[*column].distinct;
        sorted.sort_by(|a, b| distinct(b).total_cmp(&distinct(a)));
        sorted
    }

    fn structured(&mut self) {
        for sequence in self.sequences() {
            self.add_columns(&sequence);
        }
    }

    /// Sorts that a B-tree read either way does not give: mixed directions, NULLs elsewhere.
    fn sorted(&mut self) {
        let order = &self.mention.order;
        let usual = |descending: bool| {
            move |key: &crate::index::statement::OrderKey| {
                key.descending == descending
                    && key.nulls_first.is_none_or(|first| first == descending)
            }
        };
        if order.iter().all(usual(false)) || order.iter().all(usual(true)) {
            return;
        }
        let keys: Vec<Key> = order
            .iter()
            .take(self.options.keys_max)
            .filter(|key| self.indexable(key.column))
            .map(|key| Key {
                descending: key.descending,
                nulls_first: key.nulls_first.filter(|first| *first != key.descending),
                ..Key::column(key.column)
            })
            .collect();
        let equal = self.columns(&self.mention.equal);
        let after = equal.iter().copied().map(Key::column).chain(keys.iter().cloned()).collect();
        for keys in [keys, after] {
            self.add(IndexDefinition { keys, ..IndexDefinition::btree(self.mention.table, &[]) });
        }
    }

    /// The same with all other columns carried along, so that the table need not be read.
    fn covering(&mut self) {
        if self.mention.changes {
            return;
        }
        let mut sequences = self.sequences();
        if sequences.is_empty() {
            sequences
                .extend(self.columns(&self.mention.referenced).first().map(|first| vec![*first]));
        }
        for sequence in sequences {
            for length in 1..=sequence.len().min(self.options.keys_max) {
                let keys = &sequence[..length];
                let mut include = self.mention.referenced.clone();
                include.retain(|column| !keys.contains(column));
                include.sort_unstable();
                let width = |column: &usize| self.table.columns[*column].width_bytes;
                let bytes: f64 = include.iter().map(width).sum();
                if !include.is_empty() && bytes <= self.options.include_bytes_max {
                    let index = IndexDefinition::btree(self.mention.table, keys);
                    self.add(IndexDefinition { include, ..index });
                }
            }
        }
    }

    fn partial(&mut self) {
        for condition in &self.mention.conditions {
            let share = share_of(self.table, condition);
            if share > PARTIAL_SHARE_MAX {
                continue;
            }
            let sequences = self.sequences();
            for sequence in sequences {
                let mut keys = sequence.clone();
                keys.retain(|column| *column != condition.column);
                keys.truncate(self.options.keys_max);
                if keys.is_empty() {
                    keys = self.columns(&[condition.column]);
                }
                let index = IndexDefinition::btree(self.mention.table, &keys);
                let predicate = Some(condition.text.clone());
                self.add(IndexDefinition {
                    predicate,
                    rows_share: share.max(PARTIAL_SHARE_MIN),
                    ..index
                });
            }
        }
    }

    fn expressions(&mut self) {
        for expression in &self.mention.expressions {
            let part = KeyPart::Expression {
                text: expression.text.clone(),
                columns: expression.columns.clone(),
            };
            let key = Key { part, descending: false, nulls_first: None, operators: None };
            let equal = self.columns(&self.mention.equal);
            let with = std::iter::once(key.clone()).chain(equal.iter().copied().map(Key::column));
            let with: Vec<Key> = with.take(self.options.keys_max).collect();
            for keys in [vec![key], with] {
                self.add(IndexDefinition {
                    keys,
                    ..IndexDefinition::btree(self.mention.table, &[])
                });
            }
        }
    }

    /// `LIKE 'x%'` needs an operator class, unless the database sorts by bytes; the planner is asked about both.
    fn prefixes(&mut self) {
        for column in self.columns(&self.mention.prefix) {
            let table_column = &self.table.columns[column];
            let operators = match table_column.type_name.as_str() {
                name if name.starts_with("character varying") => "varchar_pattern_ops",
                name if name.starts_with("character") => "bpchar_pattern_ops",
                _ if table_column.kind == ColumnKind::Text => "text_pattern_ops",
                _ => continue,
            };
            let keys = vec![Key { operators: Some(operators), ..Key::column(column) }];
            self.add(IndexDefinition { keys, ..IndexDefinition::btree(self.mention.table, &[]) });
        }
    }

    fn pairs(&mut self) {
        if self.options.keys_max < 2 {
            return;
        }
        let hot = self.columns(&self.mention.hot());
        let mut read = self.columns(&self.mention.referenced);
        // A key that nothing is compared with is carried along no less than an included column.
        let width = |column: &usize| self.table.columns[*column].width_bytes;
        read.retain(|column| width(column) <= self.options.include_bytes_max);
        let first = if hot.is_empty() { &read } else { &hot };
        for one in first {
            for other in hot.iter().chain(&read) {
                self.add_columns(&[*one, *other]);
            }
        }
    }

    fn triples(&mut self) {
        let mut hot = self.columns(&self.mention.hot());
        hot.truncate(TRIPLE_COLUMNS_MAX);
        for one in &hot {
            for other in hot.iter().filter(|other| *other != one) {
                for third in hot.iter().filter(|third| *third != one && *third != other) {
                    self.add_columns(&[*one, *other, *third]);
                }
            }
        }
    }
}

/// What makes two candidates the same.
pub(crate) fn identity(index: &IndexDefinition) -> String {
    format!(
        "{}/{:?}/{:?}/{:?}/{:?}",
        index.table, index.method, index.keys, index.include, index.predicate
    )
}

/// The share of the rows that a condition leaves.
fn share_of(table: &Table, condition: &Condition) -> f64 {
    let column = &table.columns[condition.column];
    if let Some(null) = condition.null {
        return if null { column.null_share } else { 1.0 - column.null_share };
    }
    let Some(value) = &condition.value else { return 1.0 };
    // Statistics write truth as t and f.
    let same = |common: &str| {
        common == value || column.kind == ColumnKind::Boolean && value.starts_with(common)
    };
    if let Some((_, share)) = column.common.iter().find(|(common, _)| same(common)) {
        return *share;
    }
    let common: f64 = column.common.iter().map(|(_, share)| share).sum();
    let others = (column.distinct - column.common.len() as f64).max(1.0);
    // A rare value of many is no reason: every value would want an index of its own.
    if column.distinct > 100.0 { 1.0 } else { (1.0 - common - column.null_share).max(0.0) / others }
}
