//! Everything rules judge, gathered over one session, one statement after the other.
//!
//! Deliberately not here: which of it a rule needs.

use super::activity::{self, Backend, PreparedTransaction};
use super::choice::Choice;
use super::database::{self, Database};
use super::index::{self, Index};
use super::key::{self, ForeignKey};
use super::machine::Machine;
use super::pooler::Pool;
use super::replication::{self, Replication};
use super::sequence::{self, Sequence};
use super::server::{self, Server};
use super::table::{self, Table};
use super::waste;
use crate::session::{Session, SessionError, Sight};
use crate::statements::{Reading, Statement, StatementReader};

/// What was read.
#[derive(Debug, Clone)]
pub struct Facts {
    /// What could be seen.
    pub sight: Sight,
    /// The server.
    pub server: Server,
    /// Databases.
    pub databases: Vec<Database>,
    /// Tables of this database.
    pub tables: Vec<Table>,
    /// Whether tables' sizes are estimates, because one is locked.
    pub are_sizes_estimates: bool,
    /// Indexes of this database.
    pub indexes: Vec<Index>,
    /// Foreign keys of this database.
    pub foreign_keys: Vec<ForeignKey>,
    /// Sequences of this database.
    pub sequences: Vec<Sequence>,
    /// Connections.
    pub backends: Vec<Backend>,
    /// Prepared transactions.
    pub prepared: Vec<PreparedTransaction>,
    /// Replication.
    pub replication: Replication,
    /// Statements since their statistics began; none where they cannot be read.
    pub statements: Option<Vec<Statement>>,
    /// The reading they come from.
    pub reading: Reading,
    /// The machine, where somebody told.
    pub machine: Option<Machine>,
    /// A pooler's pools, where one was named.
    pub pools: Vec<Pool>,
    /// Indexes chosen for the workload, where somebody made the choice.
    pub choice: Option<Choice>,
}

impl Facts {
    /// Reads everything.
    ///
    /// # Errors
    ///
    /// When the server is lost or too slow to answer.
    pub async fn gather(session: &Session, machine: Option<Machine>) -> Result<Self, SessionError> {
        let (mut tables, are_sizes_estimates) = table::read(session).await?;
        waste::measure(session, &mut tables, waste::is_worth).await?;
        let (mut reading, mut statements) = (Reading::default(), None);
        if let Some(mut reader) = StatementReader::new(session) {
            reading = reader.read(session).await?;
            statements = Some(reader.fill(session, &mut reading).await?);
        }
        Ok(Self {
            sight: session.sight().clone(),
            server: server::read(session).await?,
            databases: database::read(session).await?,
            tables,
            are_sizes_estimates,
            indexes: index::read(session).await?,
            foreign_keys: key::read(session).await?,
            sequences: sequence::read(session).await?,
            backends: activity::read(session).await?,
            prepared: activity::read_prepared(session).await?,
            replication: replication::read(session).await?,
            statements,
            reading,
            machine,
            pools: Vec::new(),
            choice: None,
        })
    }

    /// Measures the waste of further tables, where the extension pgstattuple is there and they are small enough to be read.
    ///
    /// # Errors
    ///
    /// When the server is lost.
    pub async fn measure_waste(
        &mut self,
        session: &Session,
        is_wanted: impl Fn(&Table) -> bool,
    ) -> Result<(), SessionError> {
        let is_new =
            |table: &Table| !table.waste.is_some_and(|waste| waste.is_measured) && is_wanted(table);
        waste::measure(session, &mut self.tables, is_new).await
    }

    /// The table of that number.
    #[must_use]
    pub fn table(&self, id: i64) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// Statements of this database; none where they cannot be read.
    pub fn own_statements(&self) -> impl Iterator<Item = &Statement> {
        let own =
            self.databases.iter().find(|database| database.is_own).map(|database| database.id);
        let all = self.statements.iter().flatten();
        all.filter(move |statement| Some(statement.key.database) == own)
    }

    /// Time of all statements that can be seen.
    #[must_use]
    pub fn statement_ms(&self) -> f64 {
        self.statements.iter().flatten().map(|statement| statement.counters.total_ms).sum()
    }

    /// The database of the session.
    #[must_use]
    pub fn own_database(&self) -> Option<&Database> {
        self.databases.iter().find(|database| database.is_own)
    }
}
