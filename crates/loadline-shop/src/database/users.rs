//! Statements on users.

use rusqlite::{Connection, OptionalExtension, Row};

use super::DatabaseError;

const COLUMNS: &str = "id, email, name";

/// A user as others may see it.
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) name: String,
}

/// What a login is checked against.
pub(crate) struct Login {
    pub(crate) user_id: i64,
    pub(crate) password_digest: [u8; 32],
}

/// The user with this id.
pub(crate) fn get(connection: &Connection, id: i64) -> Result<Option<User>, DatabaseError> {
    let mut select =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM users WHERE id = ?1"))?;
    Ok(select.query_row([id], user).optional()?)
}

/// What the login of this e-mail address is checked against.
pub(crate) fn login(connection: &Connection, email: &str) -> Result<Option<Login>, DatabaseError> {
    let mut select =
        connection.prepare_cached("SELECT id, password_digest FROM users WHERE email = ?1")?;
    let login = select
        .query_row([email], |row| Ok(Login { user_id: row.get(0)?, password_digest: row.get(1)? }));
    Ok(login.optional()?)
}

/// Gives the user with this id another name.
pub(crate) fn rename(
    connection: &Connection,
    id: i64,
    name: &str,
) -> Result<Option<User>, DatabaseError> {
    let mut update = connection
        .prepare_cached(&format!("UPDATE users SET name = ?2 WHERE id = ?1 RETURNING {COLUMNS}"))?;
    Ok(update.query_row((id, name), user).optional()?)
}

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User { id: row.get(0)?, email: row.get(1)?, name: row.get(2)? })
}
