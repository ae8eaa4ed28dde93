//! Creates recommended indexes for good, one statement after the other, without blocking writers. A build that fails leaves
//! an index behind that serves nobody and costs everybody; it is named and dropped.
//!
//! Deliberately not here: asking whether to. Whoever calls has shown the statement.

use super::advice::Recommended;
use crate::session::{Cells as _, Session, SessionError, quoted_name};

/// What became of an index.
#[derive(Debug)]
pub enum Built {
    /// It is there.
    Done {
        /// Its size.
        size_bytes: u64,
        /// Seconds it took.
        seconds: f64,
    },
    /// It is not.
    Failed {
        /// What the server said.
        error: SessionError,
        /// What the failed build left, and what became of that.
        remainder: Option<Remainder>,
    },
}

/// What a failed build left behind.
#[derive(Debug)]
pub struct Remainder {
    /// The index, as people write it.
    pub name: String,
    /// Whether it could be dropped.
    pub dropped: Result<(), SessionError>,
    /// The statement that drops it.
    pub sql: String,
}

const FOUND: &str = "\
SELECT i.indisvalid AS is_valid, pg_relation_size(c.oid)::int8 AS bytes
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relname = $2";

/// Creates one index. The session must have been opened with [`can_write`](crate::session::SessionOptions::can_write) and
/// with as much time as a build may take; how long it waits for locks is the session's limit too. `report` hears of each
/// statement before it runs.
///
/// # Errors
///
/// When the server is gone. A build that fails is no error of this kind.
pub async fn build(
    session: &Session,
    recommended: &Recommended,
    report: &mut (dyn FnMut(&str) + Send),
) -> Result<Built, SessionError> {
    let began = std::time::Instant::now();
    let (schema, name) = (&recommended.schema, &recommended.name);
    for (number, statement) in recommended.creation.iter().enumerate() {
        // The names are new, or another's index of that name would be taken for the remainder.
        let own = &recommended.names[number];
        let was_there = found(session, &own.0, &own.1).await?.is_some();
        report(statement);
        if let Err(error) = session.execute(statement, &[]).await {
            if matches!(error, SessionError::Lost { .. }) {
                return Err(error);
            }
            let remainder = if was_there { None } else { cleaned(session, &own.0, &own.1).await? };
            return Ok(Built::Failed { error, remainder });
        }
    }
    let size_bytes = found(session, schema, name).await?.map_or(0, |found| found.bytes);
    Ok(Built::Done { size_bytes, seconds: began.elapsed().as_secs_f64() })
}

/// Drops what a failed build left.
async fn cleaned(
    session: &Session,
    schema: &str,
    name: &str,
) -> Result<Option<Remainder>, SessionError> {
    let left = found(session, schema, name).await?.filter(|found| !found.is_valid);
    if left.is_none() {
        return Ok(None);
    }
    let sql = format!("DROP INDEX CONCURRENTLY {}.{}", quoted_name(schema), quoted_name(name));
    let dropped = session.execute(&sql, &[]).await.map(drop);
    Ok(Some(Remainder { name: format!("{schema}.{name}"), dropped, sql }))
}

struct Found {
    is_valid: bool,
    bytes: u64,
}

async fn found(session: &Session, schema: &str, name: &str) -> Result<Option<Found>, SessionError> {
    let rows = session.query(FOUND, &[&schema, &name]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let bytes = u64::try_from(row.int("bytes")?).unwrap_or(0);
    Ok(Some(Found { is_valid: row.bool("is_valid")?, bytes }))
}
