//! Rule: tables whose dead rows are far over what autovacuum should let through.
//!
//! Deliberately not here: space that dead rows left behind (`bloat`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, count, duration};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "dead-rows",
    description: "tables that autovacuum does not keep up with",
    needs: &[],
    find,
};

/// How many times over its threshold a table may be: autovacuum looks once a minute and may be busy elsewhere.
const THRESHOLDS_MAX: f64 = 2.0;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    facts.tables.iter().filter_map(|table| judged(facts, limits, table)).collect()
}

fn judged(facts: &Facts, limits: &Limits, table: &Table) -> Option<Advice> {
    let number = |name: &str, default: f64| {
        let own = table.option(name).and_then(|value| value.parse().ok());
        own.or_else(|| facts.server.number(name)).unwrap_or(default)
    };
    let rows = table.rows.unwrap_or(0.0);
    let threshold = number("autovacuum_vacuum_threshold", 50.0)
        + number("autovacuum_vacuum_scale_factor", 0.2) * rows;
    let is_off = table.is_left_alone();
    let is_late = table.dead_rows as f64 > threshold * THRESHOLDS_MAX;
    if table.dead_rows < limits.dead_rows_min || !is_late {
        return None;
    }
    let dead_share = table.dead_rows as f64 / (table.dead_rows as f64 + rows).max(1.0);
    let vacuumed =
        table.vacuumed_ago_s.map_or("never".to_owned(), |ago| format!("{} ago", duration(ago)));
    let mut advice = Advice::new(
        RULE.name,
        Severity::Advice,
        table.title(),
        "holds more dead rows than autovacuum should let through",
    )
    .evidence(format!(
        "{} dead rows beside {} live ones; autovacuum begins at {}; last vacuum {vacuumed}{}",
        count(table.dead_rows),
        count(rows as i64),
        count(threshold as i64),
        if is_off { "; autovacuum is switched off for this table" } else { "" },
    ))
    .gain(dead_share * 0.5, "scans that do not step over dead rows")
    .topic(table.topic())
    .topic("horizon");
    advice = if is_off {
        advice
            .next_step("let autovacuum have it again")
            .statement(format!("ALTER TABLE {} RESET (autovacuum_enabled);", table.quoted()))
    } else {
        advice.next_step("vacuum it once, and have autovacuum come sooner").statement(format!(
            "VACUUM {0}; ALTER TABLE {0} SET (autovacuum_vacuum_scale_factor = 0.02);",
            table.quoted()
        ))
    };
    Some(advice)
}
