//! The tables, and the version that a file carries in `user_version`.
//!
//! Invariant: rows are added and never deleted, so ids run from 1 without a gap. Pages and counts
//! rest on it (`items.rs`).

/// The version of these tables. 0 is a fresh file.
pub(super) const VERSION: i64 = 1;

/// Tables, before they are filled.
pub(super) const TABLES: &str = "
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_digest BLOB NOT NULL
);
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    price_cents INTEGER NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    placed_at_unix_s INTEGER NOT NULL
);
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    line INTEGER NOT NULL,
    item_id INTEGER NOT NULL REFERENCES items (id),
    quantity INTEGER NOT NULL,
    price_cents INTEGER NOT NULL,
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
";

/// The word index over item names, built in one go after the items are there; `items.rs` adds to it
/// from then on. Prefixes of two and three letters are indexed, because a search for the start of
/// a word would otherwise merge the entries of every word that starts so.
pub(super) const SEARCH: &str = "
CREATE VIRTUAL TABLE items_search USING fts5 (
    name, content = 'items', content_rowid = 'id', prefix = '2 3'
);
INSERT INTO items_search (items_search) VALUES ('rebuild');
";
