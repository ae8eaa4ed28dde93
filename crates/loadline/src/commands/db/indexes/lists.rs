//! Statements that gain, as a table.

use loadline_postgres::index::StatementGain;
use loadline_postgres::rules::facts::{Choice, count, percent};

use super::super::table::Table;

/// Statements listed.
const LISTED_MAX: usize = 20;
/// A statement that gains less has the same plan but for rounding.
const GAIN_MIN_SHARE: f64 = 0.001;

/// The statements that gain, by what they save together.
pub(super) fn gains(choice: &Choice) -> Table {
    let mut table = Table::new(&["calls", "cost", "with", "less", "share", "statement"], 0);
    let saved = |gain: &StatementGain| (gain.before - gain.after) * gain.calls;
    let gaining = |gain: &&StatementGain| gain.before - gain.after > gain.before * GAIN_MIN_SHARE;
    let mut gains: Vec<&StatementGain> = choice.advice.statements.iter().filter(gaining).collect();
    gains.sort_by(|a, b| saved(b).total_cmp(&saved(a)));
    let all: f64 = gains.iter().map(|gain| saved(gain)).sum();
    for gain in gains.into_iter().take(LISTED_MAX) {
        let cells = vec![
            count(gain.calls as i64),
            cost(gain.before),
            cost(gain.after),
            percent(1.0 - gain.after / gain.before),
            percent(saved(gain) / all),
        ];
        table.row_of(cells, choice.text(gain.number));
    }
    table
}

fn cost(cost: f64) -> String {
    if cost < 100.0 { format!("{cost:.1}") } else { count(cost.round() as i64) }
}
