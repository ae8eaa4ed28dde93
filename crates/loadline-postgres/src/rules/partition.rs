//! Rule: large tables that would be easier to keep in parts by time (D6). It speaks only where the workload shows that parts
//! pay: statements that read the table mostly look for a time, or old rows are deleted by it.
//!
//! Deliberately not here: cutting them up.

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, bytes, count, ms, percent};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use crate::session::quoted_name;
use crate::statements::{Statement, StatementClass, StatementKind, words};

pub(super) const RULE: Rule = Rule {
    name: "partition",
    description: "large tables that grow by time, and are read or cleared by it: parts would pay",
    needs: &[Need::Statements],
    find,
};

/// Rows inserted for each one updated, from which a table is one that grows.
const INSERTS_PER_UPDATE_MIN: i64 = 10;
/// The share of the time of reading statements that look for a time, from which parts spare them the other parts.
const BY_TIME_SHARE_MIN: f64 = 0.5;
/// The share of the rows inserted that are deleted by time, from which dropping parts instead is worth doing.
const CLEARED_SHARE_MIN: f64 = 0.1;

/// What statements do with a table.
#[derive(Debug, Default)]
struct Ways<'facts> {
    /// Time of statements that read it.
    read_ms: f64,
    /// Time of those that compare a column of time.
    by_time_ms: f64,
    /// The columns they compare, with the time of each.
    columns: Vec<(&'facts str, f64)>,
    /// Rows deleted by statements that compare such a column, and the time that took.
    cleared: i64,
    cleared_ms: f64,
}

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let grows = |table: &&Table| {
        table.bytes >= limits.partition_bytes
            && !table.is_part
            && !table.time_columns.is_empty()
            && table.inserted > table.updated * INSERTS_PER_UPDATE_MIN
    };
    let large: Vec<&Table> = facts.tables.iter().filter(grows).collect();
    if large.is_empty() {
        return Vec::new();
    }
    let kinds: Vec<(&Statement, StatementKind)> = facts
        .own_statements()
        .map(|one| (one, StatementKind::of(&one.text, one.counters.rows_per_call())))
        .collect();
    large.into_iter().filter_map(|table| judged(facts, table, &ways(table, &kinds))).collect()
}

fn ways<'facts>(table: &'facts Table, kinds: &[(&Statement, StatementKind)]) -> Ways<'facts> {
    let mut ways = Ways::default();
    for (statement, kind) in kinds.iter().filter(|(_, kind)| kind.tables.contains(&table.name)) {
        let (rows, total_ms) = (statement.counters.rows, statement.counters.total_ms);
        let column = table.time_columns.iter().find(|column| kind.compared.contains(column));
        let reads = matches!(kind.class, StatementClass::Simple | StatementClass::Join);
        let deletes = words(&statement.text, 1).first().is_some_and(|first| first.is("delete"));
        if reads {
            ways.read_ms += total_ms;
        }
        let Some(column) = column.filter(|_| reads || deletes) else { continue };
        match ways.columns.iter_mut().find(|(name, _)| *name == column.as_str()) {
            Some((_, known_ms)) => *known_ms += total_ms,
            None => ways.columns.push((column, total_ms)),
        }
        if reads {
            ways.by_time_ms += total_ms;
        } else {
            ways.cleared += rows;
            ways.cleared_ms += total_ms;
        }
    }
    ways
}

fn judged(facts: &Facts, table: &Table, ways: &Ways<'_>) -> Option<Advice> {
    let (column, _) = ways.columns.iter().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let by_time_share = ways.by_time_ms / ways.read_ms.max(f64::MIN_POSITIVE);
    let cleared_share = ways.cleared as f64 / table.inserted.max(1) as f64;
    let is_cleared = cleared_share >= CLEARED_SHARE_MIN;
    if by_time_share < BY_TIME_SHARE_MIN && !is_cleared {
        return None;
    }
    // Reading by time has an index already, as a rule; deleting what a DROP would remove has no such way out.
    let severity = if is_cleared { Severity::Advice } else { Severity::Note };
    let saved = ways.cleared_ms / facts.statement_ms().max(f64::MIN_POSITIVE);
    let mut evidence = format!(
        "{}; {} rows inserted, {} updated, {} deleted; {} of the time of statements that read it is spent on those that compare {column}",
        bytes(table.bytes),
        count(table.inserted),
        count(table.updated),
        count(table.deleted),
        percent(by_time_share),
    );
    if ways.cleared > 0 {
        evidence.push_str(&format!(
            "; deleting {} rows by it took {}",
            count(ways.cleared),
            ms(ways.cleared_ms)
        ));
    }
    if by_time_share < BY_TIME_SHARE_MIN {
        evidence.push_str("; the others would have to look into every part");
    }
    Some(
        Advice::new(RULE.name, severity, table.title(), "is large and goes by time: parts would be read, vacuumed and dropped one by one")
            .evidence(evidence)
            .next_step("make a partitioned table beside it and attach this one as its first part; every unique key must then hold that column")
            .statement(format!(
                "CREATE TABLE {}.{} (LIKE {} INCLUDING DEFAULTS) PARTITION BY RANGE ({});",
                quoted_name(&table.schema),
                quoted_name(&format!("{}_parted", table.name)),
                table.quoted(),
                quoted_name(column),
            ))
            .gain(saved.max(0.05), "old rows that are dropped instead of deleted, and statements that read one part")
            .topic(table.topic()),
    )
}
