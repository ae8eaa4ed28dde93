//! Rule: a statement that one session calls again and again: a loop where one statement would do.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::log::analysis::Statement;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "loops";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "statements called again and again in a row (N+1)", find };

/// Rows of calls, so that a loop somebody typed is not one.
const ROWS_MIN: u64 = 10;
/// The part of the statement's calls that are in such rows.
const SHARE_MIN: f64 = 0.5;
/// The longest text of a statement in a sentence.
const PARENT_CHARS_MAX: usize = 120;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let statements = analysis.statements.by_total();
    let loops = statements.iter().filter(|found| {
        let is_read = found.form.starts_with("select") || found.form.starts_with("with");
        is_read
            && found.repeats.rows >= ROWS_MIN
            && found.repeats.calls as f64 >= found.times.count() as f64 * SHARE_MIN
    });
    let advice = |found: &&Statement| {
        let repeats = found.repeats;
        let parent = repeats
            .parent
            .and_then(|parent| statements.iter().find(|statement| statement.fingerprint == parent));
        let parent = parent.map_or(String::new(), |parent| {
            let text: String = parent.form.chars().take(PARENT_CHARS_MAX).collect();
            format!(", the longest after `{text}`")
        });
        let in_rows = repeats.calls as f64 / found.times.count().max(1) as f64;
        let all = analysis.statements.total_seconds().max(f64::MIN_POSITIVE);
        let share = found.total_seconds() * in_rows / all;
        Advice::new(
            NAME,
            Severity::Advice,
            found.form.clone(),
            "is called again and again in a row",
        )
        .evidence(format!(
            "{} of {} calls in {} rows of {} on average{parent}",
            count(repeats.calls as i64),
            count(found.times.count() as i64),
            count(repeats.rows as i64),
            count((repeats.calls / repeats.rows.max(1)) as i64),
        ))
        .next_step("ask once for all of them: a join, `= ANY($1)`, or the loader's batching")
        .gain(
            share,
            format!(
                "{} of the time of statements, and a round trip a call; mean {}",
                percent(share),
                ms(found.times.mean().unwrap_or_default() * 1_000.0)
            ),
        )
    };
    loops.map(advice).collect()
}
