//! The tables and their rows: always the same.
//!
//! Deliberately not here: statements of requests (`statements`).

/// Orders, and as many customers: each order has a customer of its own.
pub(super) const ORDERS: i64 = 2_000;

/// Makes what is not there yet.
pub(super) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS customers (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE IF NOT EXISTS orders (
    id int PRIMARY KEY, customer_id int NOT NULL, amount int NOT NULL, placed_at timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS orders_by_time ON orders (placed_at DESC, id);
CREATE TABLE IF NOT EXISTS products (id int PRIMARY KEY, name text NOT NULL, price int NOT NULL);
CREATE INDEX IF NOT EXISTS products_by_name ON products (name);
CREATE TABLE IF NOT EXISTS settings (key int PRIMARY KEY, value text NOT NULL);
INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(1, 2000) i ON CONFLICT DO NOTHING;
INSERT INTO orders SELECT i, 2001 - i, i % 500, timestamptz '2026-01-01' + i * interval '1 minute'
    FROM generate_series(1, 2000) i ON CONFLICT DO NOTHING;
INSERT INTO products SELECT i, 'product ' || lpad(i::text, 4, '0'), i % 200 FROM generate_series(1, 500) i
    ON CONFLICT DO NOTHING;
INSERT INTO settings SELECT i, 'value ' || i FROM generate_series(1, 12) i ON CONFLICT DO NOTHING;
ANALYZE customers, orders, products, settings";
