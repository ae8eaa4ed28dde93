//! Rule: transactions that were given up because they waited for each other.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "deadlocks";

pub(super) const RULE: Rule = Rule { name: NAME, description: "deadlocks", find };

fn find(analysis: &Analysis) -> Vec<Advice> {
    let locks = &analysis.locks;
    let Some(first) = locks.examples.first() else { return Vec::new() };
    let statements: Vec<&str> = first
        .detail
        .lines()
        .filter_map(|line| line.strip_prefix("Process ")?.split_once(": ").map(|(_, sql)| sql))
        .collect();
    let place =
        if first.context.is_empty() { String::new() } else { format!(", {}", first.context) };
    let moment =
        first.moment.map_or(String::new(), |moment| format!(", the first at {}", moment.to_text()));
    let share = locks.deadlocks as f64 / analysis.statements.calls().max(1) as f64;
    vec![
        Advice::new(NAME, Severity::Warning, "transactions", "wait for each other and are given up")
            .evidence(format!(
                "{} deadlocks{moment}{place}: `{}`",
                count(locks.deadlocks as i64),
                statements.join("` against `")
            ))
            .next_step("take rows in one order everywhere (`SELECT … ORDER BY key FOR UPDATE` first), and try again on 40P01")
            .gain(share, format!("{} of statements; each costs deadlock_timeout ({} by default)", percent(share), ms(1_000.0))),
    ]
}
