//! What this session may see: the server's version, the role's rights, the extensions. In comes an open connection; out
//! goes what decides which rules can judge, and what is said about the others.
//!
//! Deliberately not here: the words about what stays hidden (`rules`).

use std::fmt;

use super::cells::Cells as _;
use super::connection::Session;
use super::error::SessionError;
use super::quote::quoted_name;

/// A server's version as its number: 15.18 is 150018.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerVersion(pub u32);

impl ServerVersion {
    /// The oldest that is understood.
    pub const OLDEST: Self = Self(110_000);
    /// The newest that the statements were written for; later ones are tried.
    pub const NEWEST_KNOWN: Self = Self(189_999);

    /// The first number: 15.
    #[must_use]
    pub fn major(self) -> u32 {
        self.0 / 10_000
    }
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major(), self.0 % 10_000)
    }
}

/// An extension of this database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Its version: `1.10`.
    pub version: String,
    /// The schema its functions are in, as it is called.
    pub schema: String,
}

impl Extension {
    /// Its version as two numbers, which compare as versions do: (1, 10).
    #[must_use]
    pub fn number(&self) -> (u32, u32) {
        let mut parts = self.version.split('.').map(|part| part.parse().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    }

    /// One of its functions or views, with its schema, ready for a statement.
    #[must_use]
    pub fn object(&self, name: &str) -> String {
        format!("{}.{}", quoted_name(&self.schema), quoted_name(name))
    }
}

/// Whether an extension can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// It works.
    Ready(Extension),
    /// It is made in this database, but its library is not loaded: `shared_preload_libraries`.
    NotLoaded,
    /// It is on the server's disk, but not made in this database.
    NotCreated,
    /// The server does not have it at all.
    NotInstalled,
}

impl Presence {
    /// The extension, where it works.
    #[must_use]
    pub fn ready(&self) -> Option<&Extension> {
        match self {
            Self::Ready(extension) => Some(extension),
            _ => None,
        }
    }
}

/// What a session may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// The server's version.
    pub version: ServerVersion,
    /// The database.
    pub database: String,
    /// The role.
    pub role: String,
    /// Whether the role may do everything.
    pub is_superuser: bool,
    /// Whether it sees everybody's statements and sessions (`pg_monitor`, or its parts).
    pub sees_statistics: bool,
    /// Whether it may read every table (`pg_read_all_data`): plans and `pg_stats` need that.
    pub reads_all_data: bool,
    /// Whether the server replays another's log.
    pub is_replica: bool,
    /// Statistics of statements.
    pub statements: Presence,
    /// Hypothetical indexes.
    pub hypopg: Presence,
    /// Exact figures about bloat.
    pub tuples: Presence,
}

const SIGHT: &str = "\
SELECT current_setting('server_version_num')::int8 AS version,
       current_database()::text AS database, current_user::text AS role,
       coalesce((SELECT rolsuper FROM pg_roles WHERE rolname = current_user), false) AS is_superuser,
       coalesce((SELECT bool_and(pg_has_role(oid, 'USAGE')) FROM pg_roles
                  WHERE rolname IN ('pg_read_all_stats', 'pg_read_all_settings')), false) AS sees_statistics,
       coalesce((SELECT bool_or(pg_has_role(oid, 'USAGE')) FROM pg_roles
                  WHERE rolname = 'pg_read_all_data'), false) AS reads_all_data,
       pg_is_in_recovery() AS is_replica";

const EXTENSIONS: &str = "\
SELECT a.name::text AS name, e.extversion::text AS version, n.nspname::text AS schema
  FROM pg_available_extensions a
  LEFT JOIN pg_extension e ON e.extname = a.name
  LEFT JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE a.name IN ('pg_stat_statements', 'hypopg', 'pgstattuple')";

/// Without those that are there and not made.
const CREATED: &str = "\
SELECT e.extname::text AS name, e.extversion::text AS version, n.nspname::text AS schema
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE e.extname IN ('pg_stat_statements', 'hypopg', 'pgstattuple')";

impl Sight {
    pub(super) async fn of(session: &Session) -> Result<Self, SessionError> {
        let row = session.query_one(SIGHT, &[]).await?;
        let version = ServerVersion(u32::try_from(row.int("version")?).unwrap_or(0));
        let is_superuser = row.bool("is_superuser")?;
        let mut sight = Self {
            version,
            database: row.text("database")?,
            role: row.text("role")?,
            is_superuser,
            sees_statistics: is_superuser || row.bool("sees_statistics")?,
            reads_all_data: is_superuser || row.bool("reads_all_data")?,
            is_replica: row.bool("is_replica")?,
            statements: Presence::NotInstalled,
            hypopg: Presence::NotInstalled,
            tuples: Presence::NotInstalled,
        };
        if version < ServerVersion::OLDEST {
            return Err(SessionError::TooOld { version: version.to_string() });
        }
        let rows = match session.query(EXTENSIONS, &[]).await {
            // One file of any extension on the server's disk that it cannot read spoils the list of all.
            Err(SessionError::Statement { .. }) => session.query(CREATED, &[]).await?,
            rows => rows?,
        };
        for row in rows {
            let presence = match row.text_or_none("version")? {
                Some(version) => {
                    Presence::Ready(Extension { version, schema: row.text("schema")? })
                }
                None => Presence::NotCreated,
            };
            match row.text("name")?.as_str() {
                "pg_stat_statements" => sight.statements = tried(session, presence).await?,
                "hypopg" => sight.hypopg = presence,
                _ => sight.tuples = presence,
            }
        }
        Ok(sight)
    }
}

/// `pg_stat_statements` works only where its library was loaded at the server's start.
async fn tried(session: &Session, presence: Presence) -> Result<Presence, SessionError> {
    let Some(extension) = presence.ready() else { return Ok(presence) };
    let look = format!("SELECT 1 FROM {}(false) LIMIT 1", extension.object("pg_stat_statements"));
    match session.query(&look, &[]).await {
        Ok(_) => Ok(presence),
        Err(SessionError::Statement { .. }) => Ok(Presence::NotLoaded),
        // A schema that the role may not use.
        Err(SessionError::Forbidden { .. }) => Ok(Presence::NotCreated),
        Err(error) => Err(error),
    }
}
