//! `loadline db watch`: what the server does, each second: the connections, the rates, and the statements that take the time.

use clap::Args as ClapArgs;
use loadline_core::Span;
use loadline_postgres::rules::facts::{bytes, count, ms, percent};
use loadline_postgres::session::{Session, SessionError};
use loadline_postgres::statements::{Pulse, PulseReader};

use super::out::ListFormat;
use super::server::{ServerArgs, head};
use super::slow::shown;
use super::table::Table;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, line, note, print};

/// Moves to the top of the terminal and clears what is below.
const TO_TOP: &str = "\u{1b}[H\u{1b}[J";

/// Watch a server live: connections, transactions, hits, and the statements that take the time
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    /// How often to look.
    #[arg(long, value_name = "DURATION", default_value = "1s")]
    every: Span,
    /// How many times to look; without it, until interrupted.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    times: Option<u64>,
}

/// Looks again and again.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if args.every.duration() < std::time::Duration::from_millis(100) {
        return Err(Failure::usage(
            "`--every` is too short",
            "10 looks a second are the most: --every 100ms",
        ));
    }
    let (runtime, session) = args.server.open()?;
    runtime.block_on(watch(args, session))?;
    Ok(Exit::Met)
}

async fn watch(args: &Args, mut session: Session) -> Result<(), Failure> {
    let title = head(&session);
    let mut reader = PulseReader::start(&session).await?;
    let mut beat = tokio::time::interval(args.every.duration());
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    beat.tick().await;
    for seen in 0..args.times.unwrap_or(u64::MAX) {
        beat.tick().await;
        match reader.look(&session).await {
            Ok(pulse) => show(&title, &pulse, seen == 0),
            Err(SessionError::Lost { why }) => {
                note(&format!("the connection is lost ({why}); connecting again"));
                session.reconnect().await?;
                reader = PulseReader::start(&session).await?;
            }
            // A busy server may be slow to answer once.
            Err(SessionError::TimedOut { why }) => note(&format!("no answer in time: {why}")),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A page where a terminal is; otherwise a line a look.
fn show(title: &str, pulse: &Pulse, is_first: bool) {
    if Stream::Stdout.is_terminal() {
        print(
            Stream::Stdout,
            &format!("{TO_TOP}{title}\n\n{}\n\n{}", figures(pulse), statements(pulse)),
        );
        return;
    }
    if is_first {
        line(title);
    }
    line(&figures(pulse));
}

fn figures(pulse: &Pulse) -> String {
    let states = &pulse.states;
    let calls = pulse.calls_per_s.map_or(String::new(), |calls| {
        format!("{} calls/s of {}, ", count(calls.round() as i64), ms(pulse.mean_ms))
    });
    let hits = pulse.hit_share.map_or("–".to_owned(), percent);
    let mut text = format!(
        "{} transactions/s, {calls}{} rows written/s, hits {hits}, temp {}/s; {} connections: {} active, {} idle, {} in transaction, {} waiting; oldest transaction {:.1} s",
        count(pulse.transactions_per_s.round() as i64),
        count(pulse.rows_written_per_s.round() as i64),
        bytes(pulse.temp_bytes_per_s as i64),
        states.connections,
        states.active,
        states.idle,
        states.in_transaction,
        states.waiting,
        states.oldest_s,
    );
    if pulse.deadlocks > 0 {
        text.push_str(&format!("; {} deadlocks", pulse.deadlocks));
    }
    if pulse.was_reset {
        text.push_str("; statistics were reset");
    }
    text
}

fn statements(pulse: &Pulse) -> String {
    if pulse.calls_per_s.is_none() {
        return "pg_stat_statements is not there: no statements\n".to_owned();
    }
    let mut table = Table::new(&["calls", "total", "mean", "rows", "statement"], 0);
    for statement in &pulse.top {
        let counters = &statement.counters;
        table.row(vec![
            count(counters.calls),
            ms(counters.total_ms),
            ms(counters.mean_ms()),
            count(counters.rows),
            shown(&statement.text),
        ]);
    }
    table.render(ListFormat::Text)
}
