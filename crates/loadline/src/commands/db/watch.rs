//! `loadline db watch`: what the server does, each second: the connections, the rates, and the statements that take the time.

mod frame;
mod lines;

use std::io::{self, Write as _};
use std::time::Duration;

use clap::Args as ClapArgs;
use loadline_core::Span;
use loadline_postgres::session::{Session, SessionError};
use loadline_postgres::statements::{Pulse, PulseReader};

use self::frame::Screen;
use super::server::{ServerArgs, head};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, note};

/// The shortest time between two looks.
const EVERY_MIN: Duration = Duration::from_millis(100);

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
    /// How to write what is seen: a page in a terminal and a line a look elsewhere, or an object a look.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = WatchFormat::Text)]
    format: WatchFormat,
}

/// How looks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum WatchFormat {
    /// For people.
    Text,
    /// For programs: a line of JSON a look.
    Json,
}

/// Where looks go.
enum Out {
    /// A page that each look replaces.
    Screen(Screen),
    /// A line each, the first below a title.
    Lines,
    /// A line of JSON each.
    Json,
}

/// Looks again and again.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if args.every.duration() < EVERY_MIN {
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
    let mut out = match args.format {
        WatchFormat::Json => Out::Json,
        WatchFormat::Text if Stream::Stdout.is_terminal() => Out::Screen(Screen::new(title)),
        WatchFormat::Text if write(&format!("{title}\n")) => Out::Lines,
        WatchFormat::Text => return Ok(()),
    };
    let mut reader = PulseReader::start(&session).await?;
    let mut beat = tokio::time::interval(args.every.duration());
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    beat.tick().await;
    for _ in 0..args.times.unwrap_or(u64::MAX) {
        beat.tick().await;
        match reader.look(&session).await {
            Ok(pulse) if !out.show(&pulse) => break,
            Ok(_) => {}
            Err(SessionError::Lost { why }) => {
                note(&format!("the connection is lost ({why}); connecting again"));
                reader = connected_again(&mut session).await?;
            }
            // A busy server may be slow to answer once.
            Err(SessionError::TimedOut { why }) => note(&format!("no answer in time: {why}")),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A first look over a new connection. A server that restarts may take one and lose it once more.
async fn connected_again(session: &mut Session) -> Result<PulseReader, SessionError> {
    session.reconnect().await?;
    match PulseReader::start(session).await {
        Err(SessionError::Lost { .. }) => {
            session.reconnect().await?;
            PulseReader::start(session).await
        }
        other => other,
    }
}

impl Out {
    /// Shows a look; false where nobody reads any more, as behind `head`.
    fn show(&mut self, pulse: &Pulse) -> bool {
        match self {
            Self::Screen(screen) => write(&screen.page(pulse)),
            Self::Lines => write(&lines::text(pulse)),
            Self::Json => write(&lines::json(pulse)),
        }
    }
}

/// Writes at once and whole; false where nobody reads any more.
fn write(text: &str) -> bool {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).is_ok()
}
