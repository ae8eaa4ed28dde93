//! What a statement calls, found in its text: a proof runs statements for real, and some functions do more than read.
//! Changes to tables the read-only transaction refuses; what reaches beyond it is refused here.
//!
//! Deliberately not here: functions behind views, operators and casts, which the text does not name.

use tokio_postgres::Client;

use super::error::ProveError;
use crate::session::SessionError;

/// Functions of the server that give another answer each time and do nothing else.
const HARMLESS: [&str; 6] = [
    "clock_timestamp",
    "gen_random_uuid",
    "random",
    "random_normal",
    "statement_timestamp",
    "timeofday",
];

/// Volatile functions of the server, and all functions that belong to another role which is no superuser: they would run
/// with the rights of whoever proves.
const DOUBTFUL: &str = "\
SELECT DISTINCT p.proname::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
 WHERE p.proname = ANY ($1) AND (p.provolatile = 'v' OR NOT r.rolsuper AND r.rolname <> current_user)";

/// Of these names those of functions that may do more than read.
pub(super) async fn doubtful(client: &Client, names: &[String]) -> Result<Vec<String>, ProveError> {
    let rows = client.query(DOUBTFUL, &[&names]).await;
    let rows = rows.map_err(|error| SessionError::running(&error))?;
    let names = rows.iter().map(|row| row.get::<_, String>(0));
    Ok(names.filter(|name| !HARMLESS.contains(&name.as_str())).collect())
}

/// Every name that a parenthesis follows, folded as the server folds it. Too many rather than too few: words of the
/// language and of literals are among them.
pub(super) fn called(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (place, _) in text.match_indices('(') {
        let before = text[..place].trim_end();
        let name = match before.strip_suffix('"') {
            Some(quoted) => quoted.rsplit('"').next().map(str::to_owned),
            None => {
                let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
                before.rsplit(|c| !is_word(c)).next().map(str::to_lowercase)
            }
        };
        names.extend(name.filter(|name| !name.is_empty()));
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The text without the lock on the rows it finds, which a read-only transaction does not take.
pub(super) fn without_locks(text: &str) -> &str {
    const LOCKS: [&str; 4] = [" FOR UPDATE", " FOR SHARE", " FOR NO KEY UPDATE", " FOR KEY SHARE"];
    let begin = LOCKS.iter().filter_map(|lock| text.rfind(lock)).max();
    // Behind it names of tables and what to do about waiting may follow; anything else is part of something larger.
    let is_last = |at: &usize| {
        text[*at..].chars().all(|c| c.is_alphanumeric() || [' ', '_', ',', '.'].contains(&c))
    };
    begin.filter(is_last).map_or(text, |at| &text[..at])
}

#[cfg(test)]
mod tests;
