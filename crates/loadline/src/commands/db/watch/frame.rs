//! One look as a page of the terminal: as wide and as high as that is, each page in the place of the one before.

use loadline_postgres::rules::facts::{bytes, count, ms, percent};
use loadline_postgres::statements::Pulse;

use super::super::out::ListFormat;
use super::super::table::Table;

/// To the top of the terminal; lines that are too long are cut by it, not continued.
const BEGIN: &str = "\u{1b}[H\u{1b}[?7l";
/// Clears the rest of a line.
const LINE_END: &str = "\u{1b}[K\r\n";
/// Clears what is below, and continues long lines again.
const END: &str = "\u{1b}[J\u{1b}[?7h";
/// Where nobody says how high a terminal is.
const ROWS: usize = 24;

/// What is drawn on.
#[derive(Debug)]
pub(super) struct Screen {
    title: String,
    has_begun: bool,
}

impl Screen {
    pub(super) fn new(title: String) -> Self {
        Self { title, has_begun: false }
    }

    /// What to write for a look.
    pub(super) fn page(&mut self, pulse: &Pulse) -> String {
        let rows = rows();
        let mut page = String::new();
        if !self.has_begun {
            // What was on the terminal moves up and stays readable.
            page.push_str(&"\n".repeat(rows));
            self.has_begun = true;
        }
        page.push_str(BEGIN);
        // The last row stays free for the cursor.
        for line in lines(&self.title, pulse).lines().take(rows.saturating_sub(1)) {
            page.push_str(line);
            page.push_str(LINE_END);
        }
        page.push_str(END);
        page
    }
}

fn rows() -> usize {
    let size = rustix::termios::tcgetwinsize(std::io::stdout());
    size.ok().map(|size| usize::from(size.ws_row)).filter(|rows| *rows > 0).unwrap_or(ROWS)
}

/// The page's lines.
fn lines(title: &str, pulse: &Pulse) -> String {
    let states = &pulse.states;
    let calls = pulse.calls_per_s.map_or(String::new(), |calls| {
        format!("{} calls/s of {}, ", count(calls.round() as i64), ms(pulse.mean_ms))
    });
    let hits = pulse.hit_share.map_or("–".to_owned(), percent);
    let lag = states.lag_s.map_or(String::new(), |lag| format!("; replica {lag:.1} s behind"));
    let mut happened = String::new();
    if pulse.deadlocks > 0 {
        happened.push_str(&format!("; {} deadlocks", pulse.deadlocks));
    }
    if pulse.was_reset {
        happened.push_str("; statistics were reset");
    }
    let transactions = count(pulse.transactions_per_s.round() as i64);
    let written = count(pulse.rows_written_per_s.round() as i64);
    format!(
        "{title}\n\n\
         load         {calls}{transactions} transactions/s, {written} rows written/s\n\
         memory       {hits} of pages found in it; {} of temporary files a second\n\
         connections  {} of {}: {} active, {} idle, {} in transaction, {} waiting for a lock\n\
         oldest       transaction {:.1} s{lag}{happened}\n\n{}",
        bytes(pulse.temp_bytes_per_s as i64),
        states.connections,
        states.connections_max,
        states.active,
        states.idle,
        states.in_transaction,
        states.waiting,
        states.oldest_s,
        statements(pulse),
    )
}

fn statements(pulse: &Pulse) -> String {
    if pulse.calls_per_s.is_none() {
        return "no statements: pg_stat_statements is not there\n".to_owned();
    }
    let seconds = pulse.seconds.max(f64::MIN_POSITIVE);
    let mut table = Table::new(&["calls/s", "time/s", "mean", "rows/s", "statement"], 0);
    for statement in &pulse.top {
        let counters = &statement.counters;
        let rate = |number: i64| count((number as f64 / seconds).round() as i64);
        let cells = vec![
            rate(counters.calls),
            ms(counters.total_ms / seconds),
            ms(counters.mean_ms()),
            rate(counters.rows),
        ];
        table.row_of(cells, &statement.text);
    }
    if table.is_empty() {
        return "no statement ran\n".to_owned();
    }
    table.render(ListFormat::Text)
}

#[cfg(test)]
mod tests;
