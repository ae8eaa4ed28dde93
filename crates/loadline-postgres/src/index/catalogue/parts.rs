//! Partitioned tables: they hold no rows themselves, so that what is known of them is what is known of their parts.

use std::collections::HashMap;

use tokio_postgres::Client;

use super::names::Catalogue;
use super::read::ask;
use super::table::{Column, Table};
use crate::index::error::IndexError;

const PARTS: &str = "
WITH RECURSIVE tree AS (
  SELECT c.oid AS root, c.oid AS part FROM pg_class c WHERE c.relkind = 'p'
  UNION ALL SELECT tree.root, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.part)
SELECT tree.root, tree.part FROM tree JOIN pg_class c ON c.oid = tree.part
WHERE c.relkind = 'r' ORDER BY tree.root, tree.part LIMIT 20000";

/// Adds to each partitioned table what its parts have.
///
/// # Errors
///
/// When the server does not answer.
pub(super) async fn add_parts(
    client: &Client,
    catalogue: &mut Catalogue,
    numbers: &HashMap<u32, usize>,
) -> Result<(), IndexError> {
    let rows = ask(client, "its partitions", PARTS, &[]).await?;
    for row in rows {
        let (root, part): (u32, u32) = (row.get(0), row.get(1));
        if let (Some(root), Some(part)) = (numbers.get(&root), numbers.get(&part)) {
            catalogue.tables[*root].parts.push(*part);
        }
    }
    for root in 0..catalogue.tables.len() {
        if !catalogue.tables[root].parts.is_empty() {
            catalogue.tables[root] = summed(&catalogue.tables, root);
        }
    }
    Ok(())
}

/// The table with the sums of its parts.
fn summed(tables: &[Table], root: usize) -> Table {
    let mut table = tables[root].clone();
    let parts: Vec<&Table> = table.parts.iter().map(|part| &tables[*part]).collect();
    table.rows = parts.iter().map(|part| part.rows).sum();
    table.pages = parts.iter().map(|part| part.pages).sum();
    let visible: f64 = parts.iter().map(|part| part.pages * part.visible_share).sum();
    table.visible_share = visible / table.pages.max(1.0);
    for part in &parts {
        table.writes.inserted += part.writes.inserted;
        table.writes.updated += part.writes.updated;
        table.writes.updated_hot += part.writes.updated_hot;
        table.writes.deleted += part.writes.deleted;
    }
    // Nobody but ANALYZE by hand looks at the whole; its largest part tells most.
    let largest = parts.iter().max_by(|a, b| a.rows.total_cmp(&b.rows));
    if let Some(largest) = largest.filter(|part| part.rows > 0.0) {
        let scale = table.rows / largest.rows;
        for column in table.columns.iter_mut().filter(|column| column.distinct == 0.0) {
            if let Some(number) = largest.column(&column.name) {
                *column = scaled(&largest.columns[number], largest.rows, scale);
            }
        }
    }
    table
}

/// A part's column as the whole has it: values that hardly repeat go on without repeating.
fn scaled(column: &Column, rows: f64, scale: f64) -> Column {
    let repeats = column.distinct < rows * 0.1;
    Column {
        distinct: if repeats { column.distinct } else { column.distinct * scale },
        ..column.clone()
    }
}
