//! Fills a fresh database: 1,000 users, 10,000 items, 5,000 orders of one to five lines.
//!
//! Every value is arithmetic on its row's id, so that each shop holds the same rows and a test can
//! name what it expects. The steps are primes, which spread the values without a generator.

use rusqlite::{Result, Transaction, params};

use crate::credentials;

/// Users are `user1@example.test` to `user1000@example.test`.
pub(super) const USERS: i64 = 1_000;
/// Items in the catalogue.
pub(super) const ITEMS: i64 = 10_000;
/// Orders, user by user in turn.
pub(super) const ORDERS: i64 = 5_000;

/// 2025-01-01T00:00:00Z; orders follow it a minute apart.
const FIRST_ORDER_UNIX_S: i64 = 1_735_689_600;

const MATERIALS: [&str; 12] = [
    "Amber", "Birch", "Brass", "Canvas", "Ceramic", "Copper", "Granite", "Linen", "Maple",
    "Silver", "Walnut", "Woollen",
];
const KINDS: [&str; 15] = [
    "Anchor", "Basket", "Blanket", "Bowl", "Candle", "Clock", "Compass", "Kettle", "Lamp",
    "Lantern", "Mirror", "Mug", "Stool", "Table", "Tray",
];

/// Fills the empty tables within the caller's transaction.
pub(super) fn fill(transaction: &Transaction<'_>) -> Result<()> {
    users(transaction)?;
    items(transaction)?;
    orders(transaction)
}

fn users(transaction: &Transaction<'_>) -> Result<()> {
    let mut insert = transaction.prepare("INSERT INTO users VALUES (?1, ?2, ?3, ?4)")?;
    for id in 1..=USERS {
        let email = format!("user{id}@example.test");
        let digest = credentials::password_digest(&email, credentials::DEMO_PASSWORD);
        insert.execute(params![id, email, format!("User {id}"), digest])?;
    }
    Ok(())
}

fn items(transaction: &Transaction<'_>) -> Result<()> {
    let mut insert = transaction.prepare("INSERT INTO items VALUES (?1, ?2, ?3, ?4)")?;
    for id in 1..=ITEMS {
        let material = MATERIALS[(id % 12) as usize];
        let kind = KINDS[(id / 12 % 15) as usize];
        let name = format!("{material} {kind} {id}");
        let description = format!(
            "{kind} of {}, made by hand in small numbers; this is piece {id} of its year.",
            material.to_lowercase(),
        );
        insert.execute(params![id, name, description, price_cents(id)])?;
    }
    Ok(())
}

fn orders(transaction: &Transaction<'_>) -> Result<()> {
    let mut insert_order = transaction.prepare("INSERT INTO orders VALUES (?1, ?2, ?3)")?;
    let mut insert_line =
        transaction.prepare("INSERT INTO order_lines VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for id in 1..=ORDERS {
        let user_id = (id - 1) % USERS + 1;
        insert_order.execute(params![id, user_id, FIRST_ORDER_UNIX_S + 60 * id])?;
        for line in 1..=(id - 1) % 5 + 1 {
            let item_id = (id * 7_919 + line * 1_009) % ITEMS + 1;
            let quantity = (id + line) % 4 + 1;
            insert_line.execute(params![id, line, item_id, quantity, price_cents(item_id)])?;
        }
    }
    Ok(())
}

/// From 1.99 to 201.98.
fn price_cents(item_id: i64) -> i64 {
    199 + item_id * 7_919 % 20_000
}
