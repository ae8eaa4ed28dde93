//! Indexes that no what-if can judge: GIN for documents, arrays, patterns and words, BRIN where a table is written in
//! order. They are offered by rule, as estimates nobody has verified.

use super::definition::{IndexDefinition, Key, Method};
use crate::index::catalogue::{Catalogue, ColumnKind, Table};
use crate::index::statement::{SpecialKind, TableUse};

/// BRIN pays from this size on: 128 MB.
const BRIN_PAGES_MIN: f64 = 16_384.0;
/// The order on disk follows the values at least this far.
const BRIN_CORRELATION_MIN: f64 = 0.95;
/// GIN pays from this size on.
const GIN_PAGES_MIN: f64 = 100.0;

/// An index with the rule that offers it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleBased {
    /// The index.
    pub index: IndexDefinition,
    /// The schema of its table.
    pub schema: String,
    /// The name of its table.
    pub table: String,
    /// Why it is offered.
    pub reason: &'static str,
    /// The extension it needs.
    pub extension: Option<&'static str>,
}

/// What the rules offer for one mention of a table.
#[must_use]
pub(crate) fn rule_based(catalogue: &Catalogue, mention: &TableUse) -> Vec<RuleBased> {
    let table = &catalogue.tables[mention.table];
    let mut offers = Vec::new();
    let offer = |index, reason, extension| {
        let (schema, table) = (table.schema.clone(), table.name.clone());
        RuleBased { index, schema, table, reason, extension }
    };
    for special in &mention.special {
        if table.pages < GIN_PAGES_MIN || indexed(table, special.column, &["gin", "gist"]) {
            continue;
        }
        let (operators, reason, extension) = match special.kind {
            SpecialKind::JsonContains => {
                (Some("jsonb_path_ops"), "a document is asked what it contains", None)
            }
            SpecialKind::JsonKey => (None, "a document is asked for a key", None),
            SpecialKind::ArrayContains => (None, "an array is asked what it contains", None),
            SpecialKind::Pattern => {
                (Some("gin_trgm_ops"), "a pattern does not begin with text", Some("pg_trgm"))
            }
            SpecialKind::TextSearch => (None, "words are searched", None),
        };
        if special.kind == SpecialKind::Pattern
            && table.columns[special.column].kind != ColumnKind::Text
        {
            continue;
        }
        let keys = vec![Key { operators, ..Key::column(special.column) }];
        let index = IndexDefinition {
            method: Method::Gin,
            keys,
            ..IndexDefinition::btree(mention.table, &[])
        };
        offers.push(offer(index, reason, extension));
    }
    for column in &mention.range {
        let ordered = table.columns[*column].kind == ColumnKind::Ordered;
        let correlated = table.columns[*column].correlation.abs() >= BRIN_CORRELATION_MIN;
        if ordered
            && correlated
            && table.pages >= BRIN_PAGES_MIN
            && !indexed(table, *column, &["brin", "btree"])
        {
            let index = IndexDefinition::btree(mention.table, &[*column]);
            let reason = "a range is asked of a table written in its order";
            let index = IndexDefinition { method: Method::Brin, ..index };
            offers.push(offer(index, reason, None));
        }
    }
    offers
}

/// Whether an index of such a kind begins with the column.
fn indexed(table: &Table, column: usize, methods: &[&str]) -> bool {
    table.indexes.iter().any(|index| {
        index.valid
            && methods.contains(&index.method.as_str())
            && index.key_columns.first() == Some(&Some(column))
    })
}
