//! The server's statistics of statements: how often each ran, and how long.

use std::collections::HashMap;
use std::sync::Arc;

use super::gathered::{Gathered, writes_share};
use super::logs::writes;
use crate::index::statement::{STATEMENT_BYTES_MAX, SkipReason};
use crate::index::workload::WorkloadStatement;
use crate::session::{Cells as _, Session, SessionError};
use crate::statements::{Statement, TEXT_MAX};

const OWN: &str = "SELECT oid::int8 AS id FROM pg_database WHERE datname = current_database()";

/// The statements that ran in the session's database. They come from one reading, or from what happened between two.
///
/// # Errors
///
/// When the server does not answer.
pub async fn from_statistics(
    session: &Session,
    statements: &[Statement],
) -> Result<Gathered, SessionError> {
    let own = session.query_one(OWN, &[]).await?.int("id")?;
    let whole = whole_texts(session, statements).await?;
    let mut gathered = Gathered::default();
    let mut written = 0.0;
    for statement in statements {
        if statement.key.database != own {
            gathered.skip(SkipReason::OtherDatabase);
            continue;
        }
        let text = if is_cut(&statement.text) {
            whole.get(&statement.key.query_id).map(String::as_str)
        } else {
            Some(&*statement.text).filter(|text| !text.trim().is_empty())
        };
        let Some(text) = text else {
            gathered.skip(SkipReason::NoText);
            continue;
        };
        let counters = &statement.counters;
        if writes(text) {
            written += counters.rows.max(0) as f64;
        }
        gathered.workload.statements.push(WorkloadStatement {
            text: text.to_owned(),
            calls: counters.calls as f64,
            total_ms: counters.total_ms,
        });
    }
    gathered.workload.writes_share = writes_share(session, written).await?;
    Ok(gathered)
}

/// The reader takes the beginnings of long texts.
fn is_cut(text: &Arc<str>) -> bool {
    text.len() >= TEXT_MAX && text.chars().count() >= TEXT_MAX
}

/// The texts that the reader cut, as far as they are not too long for any advice.
async fn whole_texts(
    session: &Session,
    statements: &[Statement],
) -> Result<HashMap<i64, String>, SessionError> {
    let cut: Vec<i64> = statements
        .iter()
        .filter(|statement| is_cut(&statement.text))
        .map(|statement| statement.key.query_id)
        .collect();
    let mut texts = HashMap::new();
    if let Some(extension) = session.sight().statements.ready().filter(|_| !cut.is_empty()) {
        let sql = format!(
            "SELECT queryid::int8 AS query_id, query AS text FROM {}(true) \
             WHERE queryid = ANY($1) AND octet_length(query) <= $2 LIMIT 1000",
            extension.object("pg_stat_statements")
        );
        let bytes_max = STATEMENT_BYTES_MAX as i32;
        for row in session.query(&sql, &[&cut, &bytes_max]).await? {
            texts.insert(row.int("query_id")?, row.text("text")?);
        }
    }
    Ok(texts)
}
