//! The collector of a PostgreSQL server: one connection, one look a second, and one attempt a second to connect again
//! where it was lost. It changes nothing there, and its own statements are in no figure.
//!
//! Deliberately not here: the server's log (`log`), and what statements mean for endpoints (`loops`).

use std::time::{Duration, Instant};

use loadline_postgres::rules::Need;
use loadline_postgres::session::{Session, SessionError, SessionOptions};
use loadline_postgres::statements::{Pulse, PulseReader, Timing};
use loadline_watch::{Collector, Reading, source};
use tokio::runtime::Runtime;

use super::loops::{Loops, Sender};
use crate::failure::Failure;
use crate::output::print::{printable, warning};

/// The longest a look may take: a server that needs longer has no time for looks.
const LOOK_MAX: Duration = Duration::from_secs(5);
/// The longest an attempt to connect again may take.
const CONNECT_MAX: Duration = Duration::from_secs(2);

/// One server.
pub(super) struct Database {
    runtime: Runtime,
    session: Session,
    reader: PulseReader,
    /// The tag that says where its figures were read.
    source: String,
    timing: Timing,
    statements: Option<Sender>,
    state: State,
    replicas: i64,
}

/// How looking goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The next look is the first of the test.
    Fresh,
    Seen,
    /// The server did not answer in time; the connection is there.
    Late,
    Lost,
    /// Connecting again is of no use.
    GivenUp,
}

impl Database {
    /// Connects and takes a first look; with it what holds its statements against requests, where they are counted.
    pub(super) fn open(url: &str) -> Result<(Self, Option<Loops>), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let options = SessionOptions {
            statement_timeout: LOOK_MAX,
            connect_timeout: CONNECT_MAX,
            reconnect_within: Duration::ZERO,
            password: std::env::var("PGPASSWORD").ok(),
            ..SessionOptions::default()
        };
        let session = runtime.block_on(Session::connect(url, &options))?;
        let reader = runtime.block_on(PulseReader::start(&session))?;
        let timing = runtime.block_on(Timing::of(&session))?;
        let sight = session.sight();
        let place = printable(&format!("{}/{}", session.place(), sight.database));
        for (what, remedy) in
            [Need::Statistics, Need::Statements].into_iter().filter_map(|need| need.unmet_by(sight))
        {
            warning(&printable(&format!("{place}: not seen: {what}; shown by: {remedy}")));
        }
        let (statements, loops) = match sight.statements.ready() {
            Some(_) => {
                let (sender, loops) = Loops::channel();
                (Some(sender), Some(loops))
            }
            None => (None, None),
        };
        let source = format!("postgres:{place}");
        let (state, replicas) = (State::Fresh, 0);
        let database =
            Self { runtime, session, reader, source, timing, statements, state, replicas };
        Ok((database, loops))
    }

    /// Whether the server counts statements.
    pub(super) fn counts_statements(&self) -> bool {
        self.statements.is_some()
    }

    /// Which times of statements it logs.
    pub(super) fn timing(&self) -> Timing {
        self.timing
    }

    /// Where it is, for people.
    pub(super) fn place(&self) -> &str {
        self.source.strip_prefix("postgres:").unwrap_or(&self.source)
    }

    /// Looks, or connects again and takes the look that the next one is held against.
    fn look(&mut self) -> Result<Option<Pulse>, SessionError> {
        let Self { runtime, session, reader, state, .. } = self;
        runtime.block_on(async {
            if *state == State::Lost {
                session.reconnect().await?;
                *reader = PulseReader::start(session).await?;
                return Ok(None);
            }
            reader.look(session).await.map(Some)
        })
    }

    fn give(&mut self, reading: &mut Reading, pulse: Pulse) {
        if self.state == State::Fresh {
            // What came before the test began is none of its business.
            reading.series = pulse.levels(&self.source);
        } else {
            reading.series = pulse.series(&self.source);
            if pulse.was_reset {
                reading
                    .notices
                    .push(format!("{}: statistics of statements were set back", self.place()));
            }
        }
        let replicas = pulse.states.replicas;
        if replicas < self.replicas {
            let place = self.place();
            reading.notices.push(format!(
                "{place}: {replicas} of {} replicas stream; `lag` is that of those that do",
                self.replicas
            ));
        }
        self.replicas = replicas;
        if let Some(statements) = self.statements.as_ref().filter(|_| self.state != State::Fresh) {
            statements.send(pulse);
        }
    }

    /// Says once what changed.
    fn fail(&mut self, reading: &mut Reading, error: &SessionError) {
        let place = self.place();
        let (state, words) = match error {
            SessionError::TimedOut { .. } => {
                (State::Late, format!("{place} does not answer in time: {error}"))
            }
            error if self.state == State::Lost && is_final(error) => {
                (State::GivenUp, format!("failed to {error}; {place} is given up"))
            }
            error => {
                (State::Lost, format!("failed to {error}; {place} is tried again each second"))
            }
        };
        if self.state != state {
            reading.notices.push(printable(&words));
        }
        self.state = state;
    }
}

/// Whether another attempt would end as this one did.
fn is_final(error: &SessionError) -> bool {
    matches!(
        error,
        SessionError::Login { .. }
            | SessionError::NoDatabase { .. }
            | SessionError::Address { .. }
            | SessionError::Certificates { .. }
            | SessionError::Tls { .. }
            | SessionError::TooOld { .. }
    )
}

impl Collector for Database {
    fn name(&self) -> &'static str {
        "watch-postgres"
    }

    fn read(&mut self, _at: Instant) -> Reading {
        let mut reading = Reading::default();
        let tags = source(&self.source);
        if self.state == State::GivenUp {
            reading.lost(&tags, true);
            return reading;
        }
        let seen = self.look();
        reading.lost(&tags, !matches!(seen, Ok(Some(_))));
        match seen {
            Ok(pulse) => {
                if matches!(self.state, State::Lost | State::Late) {
                    reading.notices.push(format!("{} is read again", self.place()));
                }
                match pulse {
                    Some(pulse) => self.give(&mut reading, pulse),
                    None => self.statements.iter().for_each(Sender::send_gap),
                }
                self.state = State::Seen;
            }
            Err(error) => self.fail(&mut reading, &error),
        }
        reading
    }
}
