//! Statements on items.
//!
//! Ids have no gaps (see `schema.rs`): the highest id is the count, and page `p` is a range of ids.
//! So the last page costs what the first one does, and no request counts rows.

use rusqlite::{Connection, OptionalExtension, Row};

use super::DatabaseError;

const COLUMNS: &str = "items.id, items.name, items.description, items.price_cents";

/// An item of the catalogue.
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) price_cents: i64,
}

/// An item that has no id yet.
pub(crate) struct NewItem {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) price_cents: i64,
}

/// One page of items and the number of items on all pages.
pub(crate) struct ItemPage {
    pub(crate) items: Vec<Item>,
    pub(crate) total: i64,
}

/// The item with this id.
pub(crate) fn get(connection: &Connection, id: i64) -> Result<Option<Item>, DatabaseError> {
    let mut select =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM items WHERE id = ?1"))?;
    Ok(select.query_row([id], item).optional()?)
}

/// Up to `limit` items in the order of their ids, after the first `skip` of them.
pub(crate) fn page(
    connection: &Connection,
    skip: i64,
    limit: u32,
) -> Result<ItemPage, DatabaseError> {
    let total = highest_id(connection)?;
    let mut select = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM items WHERE id > ?1 ORDER BY id LIMIT ?2"
    ))?;
    let items = select.query_map((skip, limit), item)?.collect::<Result<_, _>>()?;
    Ok(ItemPage { items, total })
}

/// Up to `limit` items whose names hold a word that starts with each of `words`.
///
/// Items come in the order of their ids, which is the order of the index, so that the search ends
/// at the limit; ranking would have to read every match first.
pub(crate) fn search(
    connection: &Connection,
    words: &[String],
    limit: u32,
) -> Result<Vec<Item>, DatabaseError> {
    let terms: Vec<String> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    let mut select = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM items_search JOIN items ON items.id = items_search.rowid \
         WHERE items_search MATCH ?1 ORDER BY items_search.rowid LIMIT ?2"
    ))?;
    let items = select.query_map((terms.join(" "), limit), item)?.collect::<Result<_, _>>()?;
    Ok(items)
}

/// Adds all items or none; gives how many.
///
/// The word index is brought up to date by one statement at the end. A trigger would do it row by
/// row, and the index writes itself out at each such step, which costs far more than the rows do.
pub(crate) fn add(connection: &mut Connection, items: &[NewItem]) -> Result<usize, DatabaseError> {
    let transaction = connection.transaction()?;
    let highest = highest_id(&transaction)?;
    {
        let mut insert = transaction.prepare_cached(
            "INSERT INTO items (name, description, price_cents) VALUES (?1, ?2, ?3)",
        )?;
        for item in items {
            insert.execute((&item.name, &item.description, item.price_cents))?;
        }
        let mut index = transaction.prepare_cached(
            "INSERT INTO items_search (rowid, name) SELECT id, name FROM items WHERE id > ?1",
        )?;
        index.execute([highest])?;
    }
    transaction.commit()?;
    Ok(items.len())
}

/// The highest id, which is also the number of items.
fn highest_id(connection: &Connection) -> Result<i64, DatabaseError> {
    let mut select = connection.prepare_cached("SELECT coalesce(max(id), 0) FROM items")?;
    Ok(select.query_row([], |row| row.get(0))?)
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        price_cents: row.get(3)?,
    })
}
