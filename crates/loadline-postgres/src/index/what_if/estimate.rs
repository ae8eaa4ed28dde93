//! Without HypoPG: a formula over statistics in the planner's place. It looks at each mention of a table by itself, so it
//! cannot know the order of joins; what it says is an estimate that nobody has verified, and is called so.

use std::convert::Infallible;

use super::planner::{Planned, WhatIf};
use crate::index::candidate::{IndexDefinition, Method};
use crate::index::catalogue::{Catalogue, ExistingIndex, Table};
use crate::index::search::Set;
use crate::index::size::{PAGE_BYTES, index_size_bytes};
use crate::index::statement::{Shape, TableUse};

/// The planner's own constants.
const PAGE_COST: f64 = 1.0;
const RANDOM_PAGE_COST: f64 = 4.0;
const ROW_COST: f64 = 0.01;
const ENTRY_COST: f64 = 0.005;
/// The share of a range whose bounds nobody knows.
const RANGE_SHARE: f64 = 0.1;
/// Lookups of a join are at most this many, beyond which a hash is as good.
const LOOKUPS_MAX: f64 = 100_000.0;

/// The formula, ready to be asked.
#[derive(Debug)]
pub(crate) struct Estimate<'a> {
    catalogue: &'a Catalogue,
    shapes: Vec<&'a Shape>,
    candidates: &'a [IndexDefinition],
    /// Indexes that are there.
    existing: Vec<IndexDefinition>,
}

impl<'a> Estimate<'a> {
    /// For these statements and candidates.
    #[must_use]
    pub(crate) fn new(
        catalogue: &'a Catalogue,
        shapes: Vec<&'a Shape>,
        candidates: &'a [IndexDefinition],
    ) -> Self {
        let existing = (0..catalogue.tables.len()).flat_map(|table| existing(catalogue, table));
        let existing = existing.collect();
        Self { catalogue, shapes, candidates, existing }
    }

    fn share(table: &Table, column: usize) -> f64 {
        1.0 / table.columns[column].distinct.max(1.0)
    }

    /// Rows a mention has left after its own comparisons.
    fn rows(&self, mention: &TableUse) -> f64 {
        let table = &self.catalogue.tables[mention.table];
        let equal: f64 = mention.equal.iter().map(|column| Self::share(table, *column)).product();
        let range = RANGE_SHARE.powi(i32::try_from(mention.range.len().min(3)).unwrap_or(3));
        (table.rows * equal * range).max(1.0)
    }

    fn scan(table: &Table) -> f64 {
        table.pages * PAGE_COST + table.rows * ROW_COST
    }

    /// The cost of a mention through an index, where that can serve it.
    fn through(&self, mention: &TableUse, lookups: f64, index: &IndexDefinition) -> Option<f64> {
        if index.table != mention.table
            || index.method != Method::Btree
            || index.predicate.is_some()
        {
            return None;
        }
        let table = &self.catalogue.tables[mention.table];
        let (mut share, mut loops, mut matched) = (1.0, 1.0, false);
        for column in index.key_columns() {
            if mention.equal.contains(&column) {
                share *= Self::share(table, column);
            } else if mention.join.contains(&column) {
                share *= Self::share(table, column);
                loops = lookups;
            } else if mention.range.contains(&column) || mention.prefix.contains(&column) {
                share *= RANGE_SHARE;
                matched = true;
                break;
            } else {
                break;
            }
            matched = true;
        }
        if !matched {
            return None;
        }
        let rows = (table.rows * share).max(1.0);
        let columns = index.columns();
        let covered =
            !mention.changes && mention.referenced.iter().all(|column| columns.contains(column));
        let hidden = if covered { 1.0 - table.visible_share } else { 1.0 };
        let pages = rows.min(table.pages) * hidden * RANDOM_PAGE_COST;
        let entries = rows * ENTRY_COST
            + index_size_bytes(self.catalogue, index) / PAGE_BYTES * share * PAGE_COST;
        Some(loops * (RANDOM_PAGE_COST + entries + pages + rows * ROW_COST))
    }
}

/// The B-trees of a table, as far as their keys are columns.
fn existing(catalogue: &Catalogue, table: usize) -> Vec<IndexDefinition> {
    let usable = |index: &&ExistingIndex| {
        index.valid && index.method == Method::Btree.name() && !index.partial
    };
    let indexes = catalogue.tables[table].indexes.iter().filter(usable);
    indexes
        .map(|index| {
            let keys: Vec<usize> = index.key_columns.iter().map_while(|column| *column).collect();
            IndexDefinition {
                include: index.include.clone(),
                ..IndexDefinition::btree(table, &keys)
            }
        })
        .filter(|index| !index.keys.is_empty())
        .collect()
}

impl WhatIf for Estimate<'_> {
    type Error = Infallible;

    async fn plan(
        &mut self,
        statement: usize,
        _: &Set,
        configuration: &Set,
    ) -> Result<Planned, Infallible> {
        let shape = self.shapes[statement];
        let (mut cost, mut used) = (0.0, Set::new(self.candidates.len()));
        for (place, mention) in shape.uses.iter().enumerate() {
            let others = shape.uses.iter().enumerate().filter(|(other, _)| *other != place);
            let fewest = others.map(|(_, other)| self.rows(other)).fold(f64::INFINITY, f64::min);
            let lookups = fewest.clamp(1.0, LOOKUPS_MAX);
            let own = self.existing.iter();
            let scan = own
                .filter_map(|index| self.through(mention, lookups, index))
                .fold(Self::scan(&self.catalogue.tables[mention.table]), f64::min);
            let best = configuration
                .iter()
                .filter_map(|index| {
                    Some((self.through(mention, lookups, &self.candidates[index])?, index))
                })
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .filter(|(through, _)| *through < scan);
            match best {
                Some((through, index)) => {
                    cost += through;
                    used.insert(index);
                }
                None => cost += scan,
            }
        }
        Ok(Planned { cost, used })
    }
}
