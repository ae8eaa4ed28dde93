//! The catalogue as the server has it: a few questions to the system tables, each bounded by a stated number of rows.
//! Works with the rights of any user; columns whose statistics the user may not see have none.
//!
//! Deliberately not here: time limits and the read-only setting, which the connection brings.

use std::collections::HashMap;

use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row};

use super::names::Catalogue;
use super::parts::add_parts;
use super::table::{Column, ColumnKind, ExistingIndex, Table, Writes};
use crate::index::error::IndexError;
use crate::session::marked;

/// Tables are read up to this many, the largest first: the rest cannot gain what they would cost to look at.
const TABLES_MAX: usize = 5_000;
/// Words of a value kept for parameters; longer ones are left out.
const VALUE_BYTES_MAX: usize = 200;

const TABLES: &str = "
SELECT c.oid, n.nspname::text, c.relname::text, c.reltuples::float8, c.relpages::float8, c.relallvisible::float8,
       coalesce(s.n_tup_ins, 0)::float8, coalesce(s.n_tup_upd, 0)::float8, coalesce(s.n_tup_hot_upd, 0)::float8,
       coalesce(s.n_tup_del, 0)::float8, has_table_privilege(c.oid, 'SELECT'),
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indisvalid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY c.relpages DESC, c.oid LIMIT 5000";

const COLUMNS: &str = "
SELECT a.attrelid, a.attnum, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       coalesce(b.typname, t.typname)::text, coalesce(b.typcategory, t.typcategory)::text,
       EXISTS (SELECT FROM pg_opclass o JOIN pg_am m ON m.oid = o.opcmethod
               WHERE m.amname = 'btree' AND o.opcdefault AND o.opcintype IN (t.oid, t.typbasetype)),
       s.avg_width::float8, s.n_distinct::float8, s.null_frac::float8, s.correlation::float8,
       s.most_common_vals::text::text[], s.most_common_freqs::float8[], s.histogram_bounds::text::text[]
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN (SELECT DISTINCT ON (schemaname, tablename, attname) * FROM pg_stats
           ORDER BY schemaname, tablename, attname, inherited DESC) s
  ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
WHERE a.attrelid = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum";

/// Nothing here writes out an expression, which would wait for whoever alters its table.
const INDEXES: &str = "
SELECT i.indrelid, c.relname::text, m.amname::text, i.indkey::int2[], i.indnkeyatts::int4,
       i.indpred IS NOT NULL, i.indisvalid AND i.indisready, i.indisunique,
       c.relpages::int8 * current_setting('block_size')::int8,
       ARRAY(SELECT coalesce(o.opcdefault, false) FROM generate_series(1, i.indnkeyatts::int) k
             LEFT JOIN pg_opclass o ON o.oid = i.indclass[k - 1] ORDER BY k)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
WHERE i.indrelid = ANY ($1) ORDER BY i.indrelid, c.relname LIMIT 50000";

const VIEWS: &str = "
SELECT n.nspname::text, c.relname::text, pg_get_viewdef(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY c.oid LIMIT 5000";

const FOREIGN_FUNCTIONS: &str = "
SELECT DISTINCT p.proname::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
WHERE p.pronamespace <> 'pg_catalog'::regnamespace AND NOT r.rolsuper AND r.rolname <> current_user
  AND p.provolatile <> 'v' LIMIT 50000";

const JOINT: &str = "
SELECT e.stxrelid, e.stxkeys::int2[], d.stxdndistinct::text
FROM pg_statistic_ext e JOIN pg_statistic_ext_data d ON d.stxoid = e.oid
WHERE e.stxrelid = ANY ($1) AND d.stxdndistinct IS NOT NULL LIMIT 5000";

/// Reads tables, columns, indexes and views.
///
/// # Errors
///
/// When the server does not answer.
pub async fn read_catalogue(client: &Client) -> Result<Catalogue, IndexError> {
    let path = ask(client, "its schemas", "SELECT current_schemas(false)::text[]", &[]).await?;
    let mut catalogue = Catalogue::new(path.first().map(|row| row.get(0)).unwrap_or_default());
    let rows = ask(client, "its tables", TABLES, &[]).await?;
    let mut numbers = HashMap::new();
    let mut oids: Vec<u32> = Vec::new();
    for row in rows.iter().take(TABLES_MAX) {
        let oid = row.get(0);
        numbers.insert(oid, catalogue.add_table(table(row)));
        oids.push(oid);
    }
    let rows = ask(client, "its columns", COLUMNS, &[&oids]).await?;
    let mut attributes: HashMap<(usize, i16), usize> = HashMap::new();
    for row in &rows {
        let number = numbers[&row.get::<_, u32>(0)];
        let table = &mut catalogue.tables[number];
        attributes.insert((number, row.get(1)), table.columns.len());
        let column = column(row, table.rows);
        table.columns.push(column);
    }
    let rows = ask(client, "its indexes", INDEXES, &[&oids]).await?;
    for row in &rows {
        let number = numbers[&row.get::<_, u32>(0)];
        let index = index(row, |attribute| attributes.get(&(number, attribute)).copied());
        catalogue.tables[number].indexes.push(index);
    }
    for row in &ask(client, "its views", VIEWS, &[]).await? {
        if let Some(definition) = row.get::<_, Option<String>>(2) {
            catalogue.add_view(row.get(0), row.get(1), definition);
        }
    }
    let rows = ask(client, "its functions", FOREIGN_FUNCTIONS, &[]).await?;
    catalogue.foreign_functions = rows.iter().map(|row| row.get(0)).collect();
    add_parts(client, &mut catalogue, &numbers).await?;
    search_everywhere(&mut catalogue);
    // Only the owner of a database may see these everywhere; without them counts are estimated.
    for row in ask(client, "its joint statistics", JOINT, &[&oids]).await.unwrap_or_default() {
        let number = numbers[&row.get::<_, u32>(0)];
        let keys: String = row.get(2);
        let find = |attribute: i16| attributes.get(&(number, attribute)).copied();
        catalogue.tables[number].joint_distinct.extend(joint_distinct(&keys, find));
    }
    Ok(catalogue)
}

/// Asks with the mark of our own, so that statistics of statements leave it out.
pub(super) async fn ask(
    client: &Client,
    what: &'static str,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, IndexError> {
    client.query(&marked(sql), values).await.map_err(IndexError::server(what))
}

/// Schemas that the session does not search come last; the tables are there from the largest.
fn search_everywhere(catalogue: &mut Catalogue) {
    for table in &catalogue.tables {
        if !catalogue.search_path.contains(&table.schema) {
            catalogue.search_path.push(table.schema.clone());
        }
    }
}

fn table(row: &Row) -> Table {
    let pages: f64 = row.get(4);
    let visible: f64 = row.get(5);
    Table {
        schema: row.get(1),
        name: row.get(2),
        // -1 says: never analysed.
        rows: row.get::<_, f64>(3).max(0.0),
        pages,
        visible_share: if pages > 0.0 { (visible / pages).clamp(0.0, 1.0) } else { 0.0 },
        writes: Writes {
            inserted: row.get(6),
            updated: row.get(7),
            updated_hot: row.get(8),
            deleted: row.get(9),
        },
        readable: row.get(10),
        has_unique: row.get(11),
        ..Table::default()
    }
}

fn column(row: &Row, rows: f64) -> Column {
    let (base, category): (String, String) = (row.get(5), row.get(6));
    let kind = match (base.as_str(), category.as_str()) {
        ("jsonb", _) => ColumnKind::Json,
        ("tsvector", _) => ColumnKind::SearchVector,
        ("bool", _) => ColumnKind::Boolean,
        (_, "A") => ColumnKind::Array,
        (_, "S") => ColumnKind::Text,
        _ if row.get(7) => ColumnKind::Ordered,
        _ => ColumnKind::Other,
    };
    let distinct: f64 = row.get::<_, Option<f64>>(9).unwrap_or(0.0);
    let values: Option<Vec<Option<String>>> = row.get(12);
    let shares: Option<Vec<f64>> = row.get(13);
    let bounds: Option<Vec<Option<String>>> = row.get(14);
    let short = |value: &String| value.len() <= VALUE_BYTES_MAX;
    let common = values.unwrap_or_default().into_iter().zip(shares.unwrap_or_default());
    Column {
        name: row.get(2),
        type_name: row.get(3),
        kind,
        deduplicates: !matches!(base.as_str(), "numeric" | "float4" | "float8" | "jsonb"),
        not_null: row.get(4),
        width_bytes: row.get::<_, Option<f64>>(8).unwrap_or(8.0),
        distinct: if distinct < 0.0 { -distinct * rows } else { distinct },
        null_share: row.get::<_, Option<f64>>(10).unwrap_or(0.0),
        correlation: row.get::<_, Option<f64>>(11).unwrap_or(0.0),
        common: common.filter_map(|(value, share)| Some((value.filter(short)?, share))).collect(),
        histogram: bounds.unwrap_or_default().into_iter().flatten().filter(short).collect(),
    }
}

fn index(row: &Row, column: impl Fn(i16) -> Option<usize>) -> ExistingIndex {
    let attributes: Vec<i16> = row.get(3);
    let usual: Vec<bool> = row.get(9);
    let keys = usize::try_from(row.get::<_, i32>(4)).unwrap_or(0).min(attributes.len());
    let (key_attributes, include) = attributes.split_at(keys);
    let key = |(attribute, usual): (&i16, &bool)| column(*attribute).filter(|_| *usual);
    ExistingIndex {
        name: row.get(1),
        method: row.get(2),
        key_columns: key_attributes.iter().zip(&usual).map(key).collect(),
        include: include.iter().filter_map(|attribute| column(*attribute)).collect(),
        partial: row.get(5),
        valid: row.get(6),
        unique: row.get(7),
        size_bytes: u64::try_from(row.get::<_, i64>(8)).unwrap_or(0),
    }
}

/// `{"1, 2": 333, …}`: combinations of attributes with how many there are.
fn joint_distinct(text: &str, column: impl Fn(i16) -> Option<usize>) -> Vec<(Vec<usize>, f64)> {
    let entries = text.trim_matches(['{', '}']).split("\", ").flat_map(|part| part.split(", \""));
    entries
        .filter_map(|entry| {
            let (keys, count) = entry.rsplit_once("\":")?;
            let keys =
                keys.trim_matches('"').split(',').map(|key| column(key.trim().parse().ok()?));
            let mut keys = keys.collect::<Option<Vec<usize>>>()?;
            keys.sort_unstable();
            Some((keys, count.trim().parse().ok()?))
        })
        .collect()
}
