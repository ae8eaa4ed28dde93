//! Sequences of this database, and how far they have come.
//!
//! Deliberately not here: how near the end is too near (`rules`).

use crate::session::{Cells as _, Session, SessionError, quoted_name};

const SEQUENCES_MAX: i64 = 50_000;

/// A sequence.
#[derive(Debug, Clone, Default)]
pub struct Sequence {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// The number it gave last; none before the first, or where it may not be read.
    pub last: Option<i64>,
    /// The number it begins with.
    pub start: i64,
    /// The last number it can give.
    pub end: i64,
    /// Whether it begins anew at its end.
    pub is_cycle: bool,
    /// The column that it fills: table, column and type.
    pub column: Option<(String, String, String)>,
}

impl Sequence {
    /// For people.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// For statements.
    #[must_use]
    pub fn quoted(&self) -> String {
        format!("{}.{}", quoted_name(&self.schema), quoted_name(&self.name))
    }

    /// The last number that both the sequence and its column can hold.
    #[must_use]
    pub fn last_possible(&self) -> i64 {
        let of_column = self.column.as_ref().and_then(|(_, _, kind)| match kind.as_str() {
            "smallint" => Some(i64::from(i16::MAX)),
            "integer" => Some(i64::from(i32::MAX)),
            _ => None,
        });
        if self.end < 0 { self.end } else { self.end.min(of_column.unwrap_or(i64::MAX)) }
    }

    /// How much of its way it has come, from 0 to 1.
    #[must_use]
    pub fn used_share(&self) -> f64 {
        let Some(last) = self.last else { return 0.0 };
        let way = self.last_possible() as f64 - self.start as f64;
        if way == 0.0 { 1.0 } else { ((last as f64 - self.start as f64) / way).clamp(0.0, 1.0) }
    }
}

/// Reading a sequence takes a lock for a moment, which one that is being dropped does not give.
const LAST: &str = "CASE WHEN has_sequence_privilege(c.oid, 'SELECT,USAGE') THEN pg_sequence_last_value(c.oid) END";

/// `LAST` is replaced.
const SEQUENCES: &str = "\
SELECT n.nspname::text AS schema, c.relname::text AS name, s.seqstart AS start, s.seqcycle AS is_cycle,
       CASE WHEN s.seqincrement > 0 THEN s.seqmax ELSE s.seqmin END AS \"end\",
       LAST AS last,
       o.table_name, o.column_name, o.column_type
  FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
       SELECT d.refobjid::regclass::text AS table_name, a.attname::text AS column_name,
              format_type(a.atttypid, NULL) AS column_type
         FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
        LIMIT 1) o ON true
 WHERE c.relpersistence = 'p' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
 ORDER BY c.oid LIMIT $1";

pub(super) async fn read(session: &Session) -> Result<Vec<Sequence>, SessionError> {
    let rows = rows(session).await?;
    let sequence = |row: &tokio_postgres::Row| {
        let column = match row.text_or_none("table_name")? {
            Some(table) => Some((table, row.text("column_name")?, row.text("column_type")?)),
            None => None,
        };
        Ok(Sequence {
            schema: row.text("schema")?,
            name: row.text("name")?,
            last: row.int_or_none("last")?,
            start: row.int("start")?,
            end: row.int("end")?,
            is_cycle: row.bool("is_cycle")?,
            column,
        })
    };
    rows.iter().map(sequence).collect()
}

async fn rows(session: &Session) -> Result<Vec<tokio_postgres::Row>, SessionError> {
    match session.query(&SEQUENCES.replace("LAST", LAST), &[&SEQUENCES_MAX]).await {
        Err(SessionError::TimedOut { .. }) => {
            session.query(&SEQUENCES.replace("LAST", "NULL::int8"), &[&SEQUENCES_MAX]).await
        }
        rows => rows,
    }
}
