//! Foreign keys of this database.
//!
//! Deliberately not here: whether an index serves them (`rules`).

use crate::session::{Cells as _, Session, SessionError};

const KEYS_MAX: i64 = 50_000;

/// A foreign key.
#[derive(Debug, Clone, Default)]
pub struct ForeignKey {
    /// Its name.
    pub name: String,
    /// The table that refers.
    pub table: i64,
    /// The table referred to.
    pub parent: i64,
    /// Numbers of the columns that refer.
    pub columns: Vec<String>,
    /// Their names.
    pub column_names: Vec<String>,
}

const KEYS: &str = "\
SELECT k.conname::text AS name, k.conrelid::int8 AS \"table\", k.confrelid::int8 AS parent,
       ARRAY(SELECT u.a::text FROM unnest(k.conkey) WITH ORDINALITY u(a, o) ORDER BY u.o) AS columns,
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(a, o)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.a ORDER BY u.o) AS column_names
  FROM pg_constraint k
 WHERE k.contype = 'f'
 ORDER BY k.oid LIMIT $1";

pub(super) async fn read(session: &Session) -> Result<Vec<ForeignKey>, SessionError> {
    let rows = session.query(KEYS, &[&KEYS_MAX]).await?;
    let key = |row: &tokio_postgres::Row| {
        Ok(ForeignKey {
            name: row.text("name")?,
            table: row.int("table")?,
            parent: row.int("parent")?,
            columns: row.texts("columns")?,
            column_names: row.texts("column_names")?,
        })
    };
    rows.iter().map(key).collect()
}
