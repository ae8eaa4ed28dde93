//! One connection. In come statements; out come rows. The server was told to refuse changes, to stop statements that run
//! too long, and not to wait for locks; whether it did take that in is looked at before anything else is sent.
//!
//! Deliberately not here: pools. There is one connection unless somebody opens another session.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Row, SimpleQueryMessage};

use super::address::Address;
use super::cells::Cells as _;
use super::error::SessionError;
use super::options::SessionOptions;
use super::sight::{Presence, ServerVersion, Sight};
use super::tls::Tls;

/// What stands after the first word of every statement of ours, so that statistics of statements can leave them out. Before
/// that word it would not be kept: version 18 takes comments in front of a statement for none of it.
pub(crate) const MARK: &str = "/* loadline */";

/// The first word of none of our statements is longer.
const FIRST_WORD_BYTES_MAX: usize = 24;

/// Given to the server beyond its own time limit, in case it no longer answers at all: as long again, within these.
const GRACE_MIN: Duration = Duration::from_secs(1);
const GRACE_MAX: Duration = Duration::from_secs(10);

/// What the server says, as an internal error, of a relation that was dropped between being found and being looked at.
const GONE: &str = "XX000";
/// How often a query is asked where that happens.
const ATTEMPTS: usize = 3;

/// Pauses between attempts to connect again: doubled from the first to the last.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(2);

const SETTINGS: &str = "\
SELECT current_setting('default_transaction_read_only') AS read_only,
       current_setting('statement_timeout') AS statement_timeout,
       current_setting('server_encoding') AS encoding,
       pg_backend_pid()::int8 AS pid";

/// A connection to one database of a server.
#[derive(Debug)]
pub struct Session {
    client: Client,
    driver: JoinHandle<()>,
    address: Address,
    options: SessionOptions,
    sight: Sight,
    pid: i64,
}

impl Session {
    /// Connects, makes sure of its limits, and looks what may be seen. Needs a tokio runtime with timers and I/O.
    ///
    /// # Errors
    ///
    /// When the string cannot be read, nobody answers, the login is refused, or the settings did not arrive.
    pub async fn connect(url: &str, options: &SessionOptions) -> Result<Self, SessionError> {
        Self::open(Address::read(url, options)?, options.clone()).await
    }

    async fn open(address: Address, options: SessionOptions) -> Result<Self, SessionError> {
        let (client, driver) = connected(&address).await?;
        let mut session =
            Self { client, driver, sight: Sight::nothing(), address, options, pid: 0 };
        session.make_sure().await?;
        session.sight = Sight::of(&session).await?;
        Ok(session)
    }

    /// A pooler may have swallowed the settings.
    async fn make_sure(&mut self) -> Result<(), SessionError> {
        let row = self.query_one(SETTINGS, &[]).await?;
        self.pid = row.int("pid")?;
        let wanted = if self.options.can_write { "off" } else { "on" };
        if row.text("read_only")? != wanted || row.text("statement_timeout")? == "0" {
            let why =
                "its limits did not reach the server: something between drops them".to_owned();
            return Err(SessionError::Pooler { place: self.address.place(), why });
        }
        if row.text("encoding")? == "SQL_ASCII" {
            // Such a database holds any bytes, and would refuse to send those that are no UTF-8.
            self.simple("SET client_encoding TO 'SQL_ASCII'").await?;
        }
        Ok(())
    }

    /// Connects anew after the connection was lost, for as long as the options say: what the server forgot meanwhile
    /// (hypothetical indexes, prepared statements) is for the caller to make again, so this never happens by itself.
    ///
    /// # Errors
    ///
    /// The last failure, when time is up or it is one that waiting does not mend.
    pub async fn reconnect(&mut self) -> Result<(), SessionError> {
        let end = Instant::now() + self.options.reconnect_within;
        let mut pause = PAUSE_MIN;
        loop {
            match Self::open(self.address.clone(), self.options.clone()).await {
                Ok(session) => {
                    *self = session;
                    return Ok(());
                }
                Err(error) if error.is_passing() && Instant::now() + pause < end => {
                    sleep(pause).await;
                    pause = (pause * 2).min(PAUSE_MAX);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What may be seen.
    #[must_use]
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    /// The process id of its backend.
    #[must_use]
    pub fn pid(&self) -> i64 {
        self.pid
    }

    /// Host and port, for people.
    #[must_use]
    pub fn place(&self) -> String {
        self.address.place()
    }

    /// Whether the server runs on this machine, as far as the address says.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.address.is_local()
    }

    /// Whether the connection has ended.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// The rows of one statement. Values go as parameters; the text is one statement, so nothing can follow it.
    ///
    /// # Errors
    ///
    /// When the server refuses it, stops it, or is gone.
    pub async fn query(
        &self,
        statement: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, SessionError> {
        let marked = marked(statement);
        for _ in 1..ATTEMPTS {
            match self.in_time(self.client.query(marked.as_str(), values)).await {
                Err(SessionError::Statement { code, .. }) if code == GONE => {}
                rows => return rows,
            }
        }
        self.in_time(self.client.query(marked.as_str(), values)).await
    }

    /// The only row of a statement.
    ///
    /// # Errors
    ///
    /// As with [`query`](Self::query), and when there is not exactly one row.
    pub async fn query_one(
        &self,
        statement: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, SessionError> {
        let marked = marked(statement);
        self.in_time(self.client.query_one(marked.as_str(), values)).await
    }

    /// Runs one statement and counts the rows it touched.
    ///
    /// # Errors
    ///
    /// As with [`query`](Self::query).
    pub async fn execute(
        &self,
        statement: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, SessionError> {
        let marked = marked(statement);
        self.in_time(self.client.execute(marked.as_str(), values)).await
    }

    /// Statements of our own by the simple protocol, all columns as text: for what cannot be prepared. The text must
    /// hold nothing that came from elsewhere, as it may be several statements.
    ///
    /// # Errors
    ///
    /// As with [`query`](Self::query).
    pub async fn simple(&self, statements: &str) -> Result<Vec<Vec<Option<String>>>, SessionError> {
        let messages = self.in_time(self.client.simple_query(statements)).await?;
        let cells = |message: SimpleQueryMessage| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect())
            }
            _ => None,
        };
        Ok(messages.into_iter().filter_map(cells).collect())
    }

    /// The driver's own handle, for what has no method here, such as prepared statements.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, SessionError> {
        let limit = self.options.statement_timeout;
        match timeout(limit + limit.clamp(GRACE_MIN, GRACE_MAX), answer).await {
            Ok(answer) => answer.map_err(|error| SessionError::running(&error)),
            Err(_) => Err(SessionError::Lost { why: "the server no longer answers".to_owned() }),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The server sees the socket close and ends the session.
        self.driver.abort();
    }
}

impl Sight {
    /// Before anybody looked.
    fn nothing() -> Self {
        Self {
            version: ServerVersion(0),
            database: String::new(),
            role: String::new(),
            is_superuser: false,
            sees_statistics: false,
            reads_all_data: false,
            is_replica: false,
            statements: Presence::NotInstalled,
            hypopg: Presence::NotInstalled,
            tuples: Presence::NotInstalled,
        }
    }
}

/// A statement with the mark of ours.
pub(crate) fn marked(statement: &str) -> String {
    match statement.trim_start().split_once(char::is_whitespace) {
        Some((first, rest)) => format!("{first} {MARK} {rest}"),
        None => format!("{statement} {MARK}"),
    }
}

/// Whether a text is one of ours.
pub(crate) fn is_marked(text: &[u8]) -> bool {
    // Wherever it stands in a longer text, somebody else wrote it.
    let text = text.trim_ascii_start();
    let beginning = &text[..text.len().min(FIRST_WORD_BYTES_MAX + MARK.len())];
    beginning.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

/// A client and the task that moves its bytes.
pub(super) async fn connected(address: &Address) -> Result<(Client, JoinHandle<()>), SessionError> {
    let failed = |error: tokio_postgres::Error| {
        SessionError::connecting(&error, &address.place(), address.user())
    };
    let limit = address.connect_timeout();
    let silence = || SessionError::Unreachable {
        place: address.place(),
        why: format!("no answer of a PostgreSQL in {} s", limit.as_secs_f64()),
    };
    // The end of a connection reaches whoever waits for an answer; the task has nobody else to tell.
    if address.wants_tls() {
        let tls = Tls::new(address.verify, address.roots.as_deref())?;
        let connecting = timeout(limit, address.config.connect(tls)).await;
        let (client, connection) = connecting.map_err(|_| silence())?.map_err(failed)?;
        Ok((client, tokio::spawn(async move { drop(connection.await) })))
    } else {
        let connecting = timeout(limit, address.config.connect(NoTls)).await;
        let (client, connection) = connecting.map_err(|_| silence())?.map_err(failed)?;
        Ok((client, tokio::spawn(async move { drop(connection.await) })))
    }
}
