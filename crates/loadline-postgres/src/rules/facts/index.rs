//! Indexes of this database: what they are made of, and how often they were used.
//!
//! Deliberately not here: indexes that are not there yet (`crate::index`).

use crate::session::{Cells as _, Session, SessionError, quoted_name};

const INDEXES_MAX: i64 = 50_000;

/// An index.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The server's number of it.
    pub id: i64,
    /// Its table's number.
    pub table: i64,
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// How it works: `btree`, `gin`.
    pub method: String,
    /// Whether it forbids equal keys.
    pub is_unique: bool,
    /// Whether a constraint is made of it, or a foreign key rests on it.
    pub is_constraint: bool,
    /// Whether logical replication identifies rows by it, or the table is clustered by it.
    pub is_identity: bool,
    /// Whether it can be used.
    pub is_valid: bool,
    /// Whether something works on its table right now that may be building it.
    pub is_busy: bool,
    /// Its keys, one text each with column, operator class, collation and order: equal texts are equal keys.
    pub keys: Vec<String>,
    /// Its keys as people write them.
    pub key_names: Vec<String>,
    /// The numbers of its key columns; 0 for an expression.
    pub key_columns: Vec<String>,
    /// Columns it holds besides its keys.
    pub included: Vec<String>,
    /// Its condition.
    pub condition: Option<String>,
    /// The statement that makes it.
    pub definition: String,
    /// Bytes.
    pub bytes: i64,
    /// Scans since the statistics began.
    pub scans: i64,
}

impl Index {
    /// For people: `public.orders_pkey`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// For statements.
    #[must_use]
    pub fn quoted(&self) -> String {
        format!("{}.{}", quoted_name(&self.schema), quoted_name(&self.name))
    }

    /// What others say when they speak of it.
    #[must_use]
    pub fn topic(&self) -> String {
        format!("index {}", self.id)
    }

    /// The statement that removes it without blocking anybody.
    #[must_use]
    pub fn dropped(&self) -> String {
        format!("DROP INDEX CONCURRENTLY {};", self.quoted())
    }

    /// Whether something other than speed rests on it.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.is_unique || self.is_constraint || self.is_identity
    }
}

/// `SIZE`, `KEY`, `CONDITION` and `DEFINITION` are replaced: what the server would write out for people takes a lock for a
/// moment, which a table that is being altered does not give.
const INDEXES: &str = "\
SELECT i.indexrelid::int8 AS id, i.indrelid::int8 AS \"table\", n.nspname::text AS schema, c.relname::text AS name,
       am.amname::text AS method, (i.indisunique OR i.indisexclusion) AS is_unique,
       (i.indisreplident OR i.indisclustered) AS is_identity, (i.indisvalid AND i.indisready) AS is_valid,
       EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid) AS is_constraint,
       EXISTS (SELECT FROM pg_locks l WHERE l.relation = i.indrelid AND l.locktype = 'relation'
                AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock')) AS is_busy,
       ARRAY(SELECT concat_ws(' ', KEY, i.indclass[k - 1], i.indcollation[k - 1],
                    i.indoption[k - 1]) FROM generate_series(1, i.indnkeyatts::int) k ORDER BY k) AS keys,
       ARRAY(SELECT KEY FROM generate_series(1, i.indnkeyatts::int) k ORDER BY k)
         AS key_names,
       ARRAY(SELECT i.indkey[k - 1]::text FROM generate_series(1, i.indnkeyatts::int) k ORDER BY k) AS key_columns,
       ARRAY(SELECT KEY
               FROM generate_series(i.indnkeyatts + 1, i.indnatts::int) k ORDER BY k) AS included,
       CONDITION AS condition, DEFINITION AS definition,
       SIZE AS bytes, s.idx_scan AS scans
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_class t ON t.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_am am ON am.oid = c.relam
  LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = i.indexrelid
 WHERE c.relkind = 'i' AND t.relkind IN ('r', 'm') AND t.relpersistence <> 't'
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')
 ORDER BY c.relpages DESC, c.oid LIMIT $1";

const WRITTEN_OUT: [(&str, &str); 4] = [
    ("SIZE", "pg_relation_size(i.indexrelid)"),
    ("KEY", "pg_get_indexdef(i.indexrelid, k, true)"),
    ("CONDITION", "pg_get_expr(i.indpred, i.indrelid)"),
    ("DEFINITION", "pg_get_indexdef(i.indexrelid)"),
];

/// From the catalogue alone; an expression is then equal to itself only.
const FROM_CATALOGUE: [(&str, &str); 4] = [
    ("SIZE", "c.relpages::int8 * current_setting('block_size')::int8"),
    (
        "KEY",
        "(SELECT quote_ident(a.attname) || CASE WHEN i.indkey[k - 1] = 0 THEN ' of ' || i.indexrelid ELSE '' END \
            FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attnum = k)",
    ),
    ("CONDITION", "i.indpred::text"),
    ("DEFINITION", "c.relname::text"),
];

pub(super) async fn read(session: &Session) -> Result<Vec<Index>, SessionError> {
    let rows = match session.query(&filled(WRITTEN_OUT), &[&INDEXES_MAX]).await {
        Err(SessionError::TimedOut { .. }) => {
            session.query(&filled(FROM_CATALOGUE), &[&INDEXES_MAX]).await?
        }
        rows => rows?,
    };
    rows.iter().map(index).collect()
}

fn filled(parts: [(&str, &str); 4]) -> String {
    parts.iter().fold(INDEXES.to_owned(), |text, (name, part)| text.replace(name, part))
}

fn index(row: &tokio_postgres::Row) -> Result<Index, SessionError> {
    Ok(Index {
        id: row.int("id")?,
        table: row.int("table")?,
        schema: row.text("schema")?,
        name: row.text("name")?,
        method: row.text("method")?,
        is_unique: row.bool("is_unique")?,
        is_constraint: row.bool("is_constraint")?,
        is_identity: row.bool("is_identity")?,
        is_valid: row.bool("is_valid")?,
        is_busy: row.bool("is_busy")?,
        keys: row.texts("keys")?,
        key_names: row.texts("key_names")?,
        key_columns: row.texts("key_columns")?,
        included: row.texts("included")?,
        condition: row.text_or_none("condition")?,
        definition: row.text("definition")?,
        bytes: row.int("bytes")?,
        scans: row.int("scans")?,
    })
}
