//! Logs: each statement with the values of its slowest call, which are better than any drawn from statistics.

use super::gathered::{Gathered, writes_share};
use super::parameters::filled;
use crate::index::statement::SkipReason;
use crate::index::workload::WorkloadStatement;
use crate::log::{Analysis, Statement};
use crate::session::{Session, SessionError};
use crate::statements::{StatementClass, StatementKind};

/// The statements of a log that ran in the session's database.
///
/// # Errors
///
/// When the server does not answer.
pub async fn from_log(session: &Session, analysis: &Analysis) -> Result<Gathered, SessionError> {
    let mut gathered = Gathered::default();
    let mut written = 0.0;
    for statement in analysis.statements.by_total() {
        match workload_statement(statement, &session.sight().database) {
            Ok(statement) => {
                if writes(&statement.text) {
                    // A log does not count rows.
                    written += statement.calls;
                }
                gathered.workload.statements.push(statement);
            }
            Err(reason) => gathered.skip(reason),
        }
    }
    gathered.workload.writes_share = writes_share(session, written).await?;
    Ok(gathered)
}

fn workload_statement(
    statement: &Statement,
    database: &str,
) -> Result<WorkloadStatement, SkipReason> {
    let example = statement.slowest.as_ref().ok_or(SkipReason::NoText)?;
    if !example.database.is_empty() && example.database != database {
        return Err(SkipReason::OtherDatabase);
    }
    // The log's reader marks what it cut.
    if example.sql.is_empty() || example.sql.ends_with('…') {
        return Err(SkipReason::NoText);
    }
    Ok(WorkloadStatement {
        text: filled(&example.sql, &example.parameters),
        calls: statement.times.count() as f64,
        total_ms: statement.total_seconds() * 1_000.0,
    })
}

/// Whether a statement writes rows.
pub(super) fn writes(text: &str) -> bool {
    let class = StatementKind::of(text, 1.0).class;
    matches!(class, StatementClass::Write | StatementClass::Bulk)
}
