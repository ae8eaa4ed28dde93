//! Rule: tables that take far more room than their rows need, by estimate or measured.
//!
//! Deliberately not here: estimating and measuring (`facts`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, bytes, count, percent};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use crate::session::quoted_literal;

pub(super) const RULE: Rule = Rule {
    name: "bloat",
    description: "tables that take far more room than their rows need",
    needs: &[Need::Columns],
    find,
};

/// The share of a table that must be waste before it is worth rewriting.
const WASTE_SHARE_MIN: f64 = 0.5;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    facts.tables.iter().filter_map(|table| judged(facts, limits, table)).collect()
}

fn judged(facts: &Facts, limits: &Limits, table: &Table) -> Option<Advice> {
    let waste = table.waste?;
    if waste.bytes < limits.bloat_bytes_min || waste.share() < WASTE_SHARE_MIN {
        return None;
    }
    let how = match (waste.is_measured, facts.sight.tuples.ready()) {
        (true, _) => "measured by pgstattuple".to_owned(),
        (false, Some(extension)) => format!(
            "by estimate; SELECT * FROM {}({}::regclass); measures it",
            extension.object("pgstattuple_approx"),
            quoted_literal(&table.quoted())
        ),
        (false, None) => {
            "by estimate; CREATE EXTENSION pgstattuple; lets it be measured".to_owned()
        }
    };
    let all: i64 = facts.tables.iter().map(|table| table.bytes).sum::<i64>().max(1);
    Some(
        Advice::new(RULE.name, Severity::Advice, table.title(), "takes far more room than its rows need")
            .evidence(format!(
                "{} for {} rows{}: {} of it waste ({}), {how}",
                bytes(waste.of_bytes),
                count(table.rows.unwrap_or(0.0) as i64),
                table.row_width.map_or(String::new(), |width| format!(" of about {width:.0} bytes")),
                bytes(waste.bytes),
                percent(waste.share()),
            ))
            .next_step("rewrite it with pg_repack while it is used, or with VACUUM FULL, which locks it all the while")
            .statement(format!("VACUUM (FULL, ANALYZE) {};", table.quoted()))
            .gain(waste.bytes as f64 / all as f64, format!("about {} of disk and memory", bytes(waste.bytes)))
            .topic(table.topic()),
    )
}
