//! Rule: statements that end with errors, by message.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::log::analysis::MessageGroup;
use crate::log::entry::Severity as Level;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "failures";

pub(super) const RULE: Rule = Rule { name: NAME, description: "errors by message", find };

/// Errors of one kind that are worth a word.
const COUNT_MIN: u64 = 10;
/// Kinds named at most.
const NAMED_MAX: usize = 5;

/// What helps with messages that everybody meets, by how they begin.
const KNOWN: [(&str, &str); 8] = [
    (
        "canceling statement due to statement timeout",
        "find the statement among the slow ones; the time-out ends what the application no longer waits for",
    ),
    (
        "canceling statement due to lock timeout",
        "see what holds the lock (`log_lock_waits = on` names it)",
    ),
    ("remaining connection slots", "pool connections: max_connections was reached"),
    ("sorry, too many clients", "pool connections: max_connections was reached"),
    ("duplicate key value", "`INSERT … ON CONFLICT` where both may come first"),
    ("could not serialize access", "try the transaction again on 40001"),
    ("password authentication failed", "see who tries: pg_hba.conf and the application's secrets"),
    ("out of memory", "lower work_mem or max_connections: their product must fit"),
];

fn find(analysis: &Analysis) -> Vec<Advice> {
    let groups = analysis.messages.by_count().into_iter();
    let many = groups.filter(|group| {
        let is_grave = group.severity == Level::Panic
            || KNOWN[2..4].iter().any(|(text, _)| group.form.contains(text));
        group.severity > Level::Warning
            && (group.count >= COUNT_MIN || is_grave)
            && group.form != "deadlock detected"
    });
    let advice = |group: &MessageGroup| {
        let known = KNOWN.iter().find(|(text, _)| group.form.contains(text));
        let share = group.count as f64 / analysis.statements.calls().max(group.count) as f64;
        let severity =
            if group.severity == Level::Error { Severity::Advice } else { Severity::Warning };
        let statement = if group.statement.is_empty() {
            String::new()
        } else {
            format!(", by `{}`", group.statement)
        };
        Advice::new(NAME, severity, group.severity.word(), group.form.clone())
            .evidence(format!(
                "{} times, {} of statements{statement}",
                count(group.count as i64),
                percent(share)
            ))
            .next_step(
                known
                    .map_or("see what the application does where it comes from", |(_, step)| *step),
            )
            .gain(
                share,
                format!(
                    "{} of statements end well; each lost one took its time, {} on average",
                    percent(share),
                    ms(mean_ms(analysis))
                ),
            )
    };
    many.take(NAMED_MAX).map(advice).collect()
}

fn mean_ms(analysis: &Analysis) -> f64 {
    analysis.statements.total_seconds() * 1_000.0 / analysis.statements.calls().max(1) as f64
}
