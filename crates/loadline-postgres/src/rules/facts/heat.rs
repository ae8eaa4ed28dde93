//! Which tables are used. In come tables with their counters; out go their shares of all pages touched and of all rows
//! written, and a word for it.
//!
//! Deliberately not here: what to do with tables that nobody uses.

use std::fmt;

use super::table::Table;

/// Tables that together take this share of all that is touched are the hot ones.
const HOT_SHARE: f64 = 0.8;
/// Up to this share of what is touched a table is a cold one.
const COLD_SHARE_MAX: f64 = 0.001;

/// How much a table is used beside the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heat {
    /// Nothing was read or written.
    Untouched,
    /// Next to nothing.
    Cold,
    /// Something.
    Warm,
    /// One of those that take most.
    Hot,
}

impl fmt::Display for Heat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Untouched => "untouched",
            Self::Cold => "cold",
            Self::Warm => "warm",
            Self::Hot => "hot",
        })
    }
}

/// A table's part of the work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Use {
    /// The word.
    pub heat: Heat,
    /// The share of pages touched in all tables and their indexes, in memory or not.
    pub touched_share: f64,
    /// The share of rows written in all tables.
    pub written_share: f64,
}

/// The use of each table, in their order.
#[must_use]
pub fn uses(tables: &[Table]) -> Vec<Use> {
    let touched: i64 = tables.iter().map(|table| table.touched_blocks).sum();
    let written: i64 = tables.iter().map(Table::written).sum();
    let share = |part: i64, all: i64| if all > 0 { part as f64 / all as f64 } else { 0.0 };
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(tables[*at].touched_blocks));
    let mut uses: Vec<Use> = tables
        .iter()
        .map(|table| Use {
            heat: Heat::Warm,
            touched_share: share(table.touched_blocks, touched),
            written_share: share(table.written(), written),
        })
        .collect();
    let mut before = 0.0;
    for at in order {
        let (table, part) = (&tables[at], &mut uses[at]);
        part.heat = if table.touched_blocks == 0 && table.written() == 0 {
            Heat::Untouched
        } else if part.touched_share <= COLD_SHARE_MAX && part.written_share <= COLD_SHARE_MAX {
            Heat::Cold
        } else if before < HOT_SHARE {
            Heat::Hot
        } else {
            Heat::Warm
        };
        before += part.touched_share;
    }
    uses
}
