//! Tables of this database with their statistics.
//!
//! Deliberately not here: their indexes (`index`).

use super::waste::Waste;
use crate::session::{Cells as _, Session, SessionError, quoted_name};

/// Tables taken, the largest first.
pub(super) const TABLES_MAX: i64 = 10_000;

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The server's number of it.
    pub id: i64,
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Bytes with TOAST and maps, without indexes.
    pub bytes: i64,
    /// Bytes of its own pages, as of the last VACUUM or ANALYZE.
    pub page_bytes: i64,
    /// Rows, as far as the statistics know; none where nobody ever counted.
    pub rows: Option<f64>,
    /// Dead rows.
    pub dead_rows: i64,
    /// Scans of the whole table.
    pub seq_scans: i64,
    /// Rows these read.
    pub seq_rows: i64,
    /// Scans by an index.
    pub index_scans: i64,
    /// Rows inserted, updated, deleted.
    pub inserted: i64,
    /// Rows updated.
    pub updated: i64,
    /// Rows updated without touching an index.
    pub hot_updated: i64,
    /// Rows deleted.
    pub deleted: i64,
    /// Pages asked of the system.
    pub read_blocks: i64,
    /// Pages touched, of the table and its indexes, in memory or not.
    pub touched_blocks: i64,
    /// Seconds since anybody read it, where the server keeps that (16 and later).
    pub read_ago_s: Option<f64>,
    /// Rows changed since the planner's statistics were made.
    pub changed_since_analyze: i64,
    /// Whether the planner has statistics at all.
    pub is_analyzed: bool,
    /// Seconds since they were made.
    pub analyzed_ago_s: Option<f64>,
    /// Seconds since the last VACUUM of any kind.
    pub vacuumed_ago_s: Option<f64>,
    /// Transactions since its oldest row was frozen.
    pub frozen_age: i64,
    /// Storage parameters: `autovacuum_enabled=off`.
    pub options: Vec<String>,
    /// Whether it has a primary key.
    pub has_primary_key: bool,
    /// Whether it has a unique index without a condition.
    pub has_unique: bool,
    /// Whether logical replication publishes it.
    pub is_published: bool,
    /// Whether the role may read it.
    pub is_readable: bool,
    /// Whether it is a part of a partitioned table.
    pub is_part: bool,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// Those that hold a date or a moment.
    pub time_columns: Vec<String>,
    /// Bytes of an average row's data, where the column statistics may be read.
    pub row_width: Option<f64>,
    /// Room without rows, where it is known.
    pub waste: Option<Waste>,
}

impl Table {
    /// For people: `public.orders`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// For statements: `"public"."orders"`.
    #[must_use]
    pub fn quoted(&self) -> String {
        format!("{}.{}", quoted_name(&self.schema), quoted_name(&self.name))
    }

    /// What others say when they speak of it.
    #[must_use]
    pub fn topic(&self) -> String {
        format!("table {}", self.id)
    }

    /// Whether autovacuum was told to leave it alone.
    #[must_use]
    pub fn is_left_alone(&self) -> bool {
        self.option("autovacuum_enabled").is_some_and(|value| value == "off" || value == "false")
    }

    /// Rows written since the statistics began.
    #[must_use]
    pub fn written(&self) -> i64 {
        self.inserted + self.updated + self.deleted
    }

    /// The share of a page that is filled before the next one is begun.
    pub(super) fn fill_share(&self) -> f64 {
        let fill: Option<f64> = self.option("fillfactor").and_then(|fill| fill.parse().ok());
        fill.unwrap_or(100.0) / 100.0
    }

    /// The number after `name=` in its storage parameters.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find_map(|option| option.strip_prefix(name)?.strip_prefix('='))
    }
}

/// `SIZE` is replaced: sizes take a lock for a moment, which a table that is being altered does not give. `READ_AGO` is as well:
/// the server keeps it from 16 on.
const TABLES: &str = "\
SELECT c.oid::int8 AS id, n.nspname::text AS schema, c.relname::text AS name, SIZE AS bytes,
       c.relpages::int8 * current_setting('block_size')::int8 AS page_bytes,
       CASE WHEN c.reltuples > 0 THEN c.reltuples::float8 WHEN s.n_live_tup > 0 THEN s.n_live_tup::float8
            WHEN c.relpages > 0 OR s.last_analyze IS NOT NULL OR s.last_autoanalyze IS NOT NULL THEN 0 END AS rows,
       s.n_dead_tup AS dead_rows, s.seq_scan AS seq_scans, s.seq_tup_read AS seq_rows, s.idx_scan AS index_scans,
       s.n_tup_ins AS inserted, s.n_tup_upd AS updated, s.n_tup_hot_upd AS hot_updated, s.n_tup_del AS deleted,
       io.heap_blks_read AS read_blocks,
       coalesce(io.heap_blks_read + io.heap_blks_hit, 0) + coalesce(io.idx_blks_read + io.idx_blks_hit, 0) AS touched_blocks,
       READ_AGO AS read_ago_s, s.n_mod_since_analyze AS changed_since_analyze,
       (s.last_analyze IS NOT NULL OR s.last_autoanalyze IS NOT NULL) AS is_analyzed,
       extract(epoch FROM now() - greatest(s.last_analyze, s.last_autoanalyze))::float8 AS analyzed_ago_s,
       extract(epoch FROM now() - greatest(s.last_vacuum, s.last_autovacuum))::float8 AS vacuumed_ago_s,
       age(c.relfrozenxid)::int8 AS frozen_age, c.reloptions AS options, c.relispartition AS is_part,
       has_table_privilege(c.oid, 'SELECT') AS is_readable,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS has_primary_key,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL) AS has_unique,
       EXISTS (SELECT FROM pg_publication p WHERE p.puballtables)
         OR EXISTS (SELECT FROM pg_publication_rel p WHERE p.prrelid = c.oid) AS is_published,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
              AND NOT a.attisdropped ORDER BY a.attnum) AS columns,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
              AND NOT a.attisdropped AND a.atttypid IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
              ORDER BY a.attnum) AS time_columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
  LEFT JOIN pg_statio_user_tables io ON io.relid = c.oid
 WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY c.relpages DESC, c.oid LIMIT $1";

const READ_AGO: &str =
    "extract(epoch FROM now() - greatest(s.last_seq_scan, s.last_idx_scan))::float8";

const WIDTHS: &str = "\
SELECT c.oid::int8 AS id, sum((1 - s.null_frac) * s.avg_width)::float8 AS width
  FROM pg_stats s
  JOIN pg_namespace n ON n.nspname = s.schemaname
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename
 WHERE NOT s.inherited AND n.nspname NOT IN ('pg_catalog', 'information_schema')
 GROUP BY c.oid
HAVING count(*) = (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
 LIMIT $1";

/// Tables, and whether their sizes are only estimates because one of them is locked.
pub(super) async fn read(session: &Session) -> Result<(Vec<Table>, bool), SessionError> {
    let read_ago = if session.sight().version.major() >= 16 { READ_AGO } else { "NULL::float8" };
    let tables = TABLES.replace("READ_AGO", read_ago);
    let measured = tables.replace("SIZE", "pg_table_size(c.oid)");
    let (rows, is_estimate) = match session.query(&measured, &[&TABLES_MAX]).await {
        Err(SessionError::TimedOut { .. }) => {
            let estimated =
                tables.replace("SIZE", "c.relpages::int8 * current_setting('block_size')::int8");
            (session.query(&estimated, &[&TABLES_MAX]).await?, true)
        }
        rows => (rows?, false),
    };
    let mut tables = rows.iter().map(table).collect::<Result<Vec<_>, _>>()?;
    let mut widths = std::collections::HashMap::new();
    for row in session.query(WIDTHS, &[&TABLES_MAX]).await? {
        widths.insert(row.int("id")?, row.float("width")?);
    }
    for table in &mut tables {
        table.row_width = widths.get(&table.id).copied();
        table.waste = Waste::estimated(table);
    }
    Ok((tables, is_estimate))
}

fn table(row: &tokio_postgres::Row) -> Result<Table, SessionError> {
    Ok(Table {
        id: row.int("id")?,
        schema: row.text("schema")?,
        name: row.text("name")?,
        bytes: row.int("bytes")?,
        page_bytes: row.int("page_bytes")?,
        rows: row.float_or_none("rows")?,
        dead_rows: row.int("dead_rows")?,
        seq_scans: row.int("seq_scans")?,
        seq_rows: row.int("seq_rows")?,
        index_scans: row.int("index_scans")?,
        inserted: row.int("inserted")?,
        updated: row.int("updated")?,
        hot_updated: row.int("hot_updated")?,
        deleted: row.int("deleted")?,
        read_blocks: row.int("read_blocks")?,
        touched_blocks: row.int("touched_blocks")?,
        read_ago_s: row.float_or_none("read_ago_s")?,
        changed_since_analyze: row.int("changed_since_analyze")?,
        is_analyzed: row.bool("is_analyzed")?,
        analyzed_ago_s: row.float_or_none("analyzed_ago_s")?,
        vacuumed_ago_s: row.float_or_none("vacuumed_ago_s")?,
        frozen_age: row.int("frozen_age")?,
        options: row.texts("options")?,
        has_primary_key: row.bool("has_primary_key")?,
        has_unique: row.bool("has_unique")?,
        is_published: row.bool("is_published")?,
        is_readable: row.bool("is_readable")?,
        is_part: row.bool("is_part")?,
        columns: row.texts("columns")?,
        time_columns: row.texts("time_columns")?,
        row_width: None,
        waste: None,
    })
}
