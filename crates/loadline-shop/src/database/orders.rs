//! Statements on orders and their lines.

use rusqlite::{Connection, OptionalExtension};

use super::{DatabaseError, items::Item};

/// An order with its lines. Prices are those of the moment it was placed.
pub(crate) struct Order {
    pub(crate) id: i64,
    pub(crate) user_id: i64,
    pub(crate) placed_at_unix_s: i64,
    pub(crate) lines: Vec<Line>,
}

/// One line of an order, with the item as the catalogue has it today.
pub(crate) struct Line {
    pub(crate) quantity: i64,
    pub(crate) price_cents: i64,
    pub(crate) item: Item,
}

/// A line that is wished for.
pub(crate) struct NewLine {
    pub(crate) item_id: i64,
    pub(crate) quantity: i64,
}

/// What became of a wish to order.
pub(crate) enum Placed {
    /// The id of the new order.
    Order(i64),
    /// The first item that does not exist; nothing was stored.
    UnknownItem(i64),
}

/// The order with this id. Its lines and their items come from one join, however many there are.
pub(crate) fn get(connection: &Connection, id: i64) -> Result<Option<Order>, DatabaseError> {
    let mut select =
        connection.prepare_cached("SELECT user_id, placed_at_unix_s FROM orders WHERE id = ?1")?;
    let head: Option<(i64, i64)> =
        select.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((user_id, placed_at_unix_s)) = head else { return Ok(None) };
    let mut select = connection.prepare_cached(
        "SELECT line.quantity, line.price_cents, \
                item.id, item.name, item.description, item.price_cents \
         FROM order_lines AS line JOIN items AS item ON item.id = line.item_id \
         WHERE line.order_id = ?1 ORDER BY line.line",
    )?;
    let lines = select.query_map([id], |row| {
        Ok(Line {
            quantity: row.get(0)?,
            price_cents: row.get(1)?,
            item: Item {
                id: row.get(2)?,
                name: row.get(3)?,
                description: row.get(4)?,
                price_cents: row.get(5)?,
            },
        })
    })?;
    let lines = lines.collect::<Result<_, _>>()?;
    Ok(Some(Order { id, user_id, placed_at_unix_s, lines }))
}

/// Stores an order at today's prices, or nothing at all.
pub(crate) fn place(
    connection: &mut Connection,
    user_id: i64,
    placed_at_unix_s: i64,
    lines: &[NewLine],
) -> Result<Placed, DatabaseError> {
    // Dropped without a commit, the transaction rolls back.
    let transaction = connection.transaction()?;
    transaction
        .prepare_cached("INSERT INTO orders (user_id, placed_at_unix_s) VALUES (?1, ?2)")?
        .execute((user_id, placed_at_unix_s))?;
    let order_id = transaction.last_insert_rowid();
    {
        let mut insert = transaction.prepare_cached(
            "INSERT INTO order_lines (order_id, line, item_id, quantity, price_cents) \
             SELECT ?1, ?2, id, ?4, price_cents FROM items WHERE id = ?3",
        )?;
        for (number, line) in (1i64..).zip(lines) {
            if insert.execute((order_id, number, line.item_id, line.quantity))? == 0 {
                return Ok(Placed::UnknownItem(line.item_id));
            }
        }
    }
    transaction.commit()?;
    Ok(Placed::Order(order_id))
}
