//! Rule: large tables that are read whole to find a few rows.
//!
//! Deliberately not here: choosing indexes for a whole workload and proving them (`crate::index`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, count, ms, percent};
use super::limits::Limits;
use super::list::Rule;
use crate::session::quoted_name;
use crate::statements::{Statement, StatementKind};

pub(super) const RULE: Rule = Rule {
    name: "missing-index",
    description: "large tables that are read whole to find a few rows",
    needs: &[],
    find,
};

/// Scans of the whole table before they are worth a word.
const SCANS_MIN: i64 = 10;
/// The share of a table's rows that a scan reads on average: a scan by three processes counts three times.
const READ_SHARE_MIN: f64 = 0.1;
/// The share of a table's rows up to which a statement wants a few.
const FEW_SHARE_MAX: f64 = 0.05;
/// Pages of a call on average from which it was no look-up by an index, and so many for each row that it returns.
const PAGES_MIN: f64 = 50.0;
const PAGES_PER_ROW_MIN: f64 = 10.0;
/// Columns of a suggested index.
const COLUMNS_MAX: usize = 2;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let is_scanned = |table: &&Table| {
        let rows = table.rows.unwrap_or(0.0);
        let rows_per_scan = table.seq_rows as f64 / table.seq_scans.max(1) as f64;
        rows >= limits.scanned_rows_min
            && table.seq_scans >= SCANS_MIN
            && rows_per_scan >= rows * READ_SHARE_MIN
    };
    facts.tables.iter().filter(is_scanned).filter_map(|table| judged(facts, table)).collect()
}

fn judged(facts: &Facts, table: &Table) -> Option<Advice> {
    let scans = format!(
        "{} scans of the whole table read {} rows; it has {} rows",
        count(table.seq_scans),
        count(table.seq_rows),
        count(table.rows.unwrap_or(0.0) as i64)
    );
    let advice = |severity: Severity| {
        Advice::new(RULE.name, severity, table.title(), "is read whole to find a few rows")
            .topic(table.topic())
            .topic(table.topic() + super::recommended_index::SCANS)
    };
    if facts.statements.is_none() {
        let advice = advice(Severity::Note).evidence(scans);
        return Some(advice.next_step("let pg_stat_statements show which statements do that"));
    }
    let seeking: Vec<(&Statement, StatementKind)> = facts
        .own_statements()
        .filter_map(|statement| Some((statement, seeks(table, statement)?)))
        .collect();
    let (first, _) = seeking
        .iter()
        .max_by(|(a, _), (b, _)| a.counters.total_ms.total_cmp(&b.counters.total_ms))?;
    let columns = columns(table, &seeking);
    let served = |column: &String| {
        let mut own =
            facts.indexes.iter().filter(|index| index.table == table.id && index.is_valid);
        own.any(|index| index.key_names.first().is_some_and(|key| unquoted(key) == *column))
    };
    let total_ms: f64 = seeking.iter().map(|(statement, _)| statement.counters.total_ms).sum();
    let share = total_ms / facts.statement_ms().max(f64::MIN_POSITIVE);
    let evidence = format!(
        "{scans}; {} statement{} that want few rows read far more, most of all `{}` with {} calls of {} and {} pages",
        seeking.len(),
        if seeking.len() == 1 { "" } else { "s" },
        super::slow_statement::shown(&first.text),
        count(first.counters.calls),
        ms(first.counters.mean_ms()),
        count(first.counters.blocks_per_call() as i64),
    );
    let all_served = columns.is_empty() || columns.iter().any(served);
    // One row made of many says nothing about how many were wanted: a plan does.
    let is_sure = seeking.iter().any(|(_, kind)| !kind.aggregates);
    let advice = advice(if all_served || !is_sure { Severity::Note } else { Severity::Warning })
        .evidence(evidence);
    if all_served {
        return Some(advice.next_step("look at the statement's plan with `loadline db explain`: an index begins with a column it compares, and is not taken"));
    }
    let names: Vec<String> = columns.iter().map(|column| quoted_name(column)).collect();
    let key = if table.has_primary_key {
        "make an index on what they compare, and measure before and after"
    } else {
        "make an index on what they compare, or the primary key that the table lacks, where that is it"
    };
    Some(
        advice
            .next_step(key)
            .statement(format!(
                "CREATE INDEX CONCURRENTLY ON {} ({});",
                table.quoted(),
                names.join(", ")
            ))
            .gain(share, format!("up to {} of the time of statements", percent(share))),
    )
}

/// Whether a statement reads this table whole and wants few of its rows. The mean alone does not tell: an index may have been
/// there for most of the calls; but what was read in all is worth some whole tables.
fn seeks(table: &Table, statement: &Statement) -> Option<StatementKind> {
    let counters = &statement.counters;
    let rows = table.rows.unwrap_or(0.0);
    let pages = (table.page_bytes as f64 / 8_192.0).max(1.0);
    let wants_few = counters.rows_per_call() <= (rows * FEW_SHARE_MAX).max(1.0);
    let touched = counters.blocks_per_call();
    let tables_read = touched * counters.calls as f64 / pages;
    let reads_much = touched >= PAGES_MIN.max(PAGES_PER_ROW_MIN * counters.rows_per_call());
    if !wants_few || !reads_much || tables_read < SCANS_MIN as f64 / 2.0 {
        return None;
    }
    let kind = StatementKind::of(&statement.text, counters.rows_per_call());
    let is_judged =
        kind.class.mean_max_ms().is_some() && kind.has_filter && kind.tables.contains(&table.name);
    is_judged.then_some(kind)
}

/// The columns compared by those statements, the one that weighs most first.
fn columns(table: &Table, seeking: &[(&Statement, StatementKind)]) -> Vec<String> {
    let heaviest =
        seeking.iter().max_by(|(a, _), (b, _)| a.counters.total_ms.total_cmp(&b.counters.total_ms));
    let compared = heaviest.map(|(_, kind)| kind.compared.as_slice()).unwrap_or_default();
    compared
        .iter()
        .filter(|column| table.columns.contains(column))
        .take(COLUMNS_MAX)
        .cloned()
        .collect()
}

fn unquoted(key: &str) -> String {
    key.strip_prefix('"')
        .and_then(|key| key.strip_suffix('"'))
        .map_or(key.to_owned(), |key| key.replace("\"\"", "\""))
}
