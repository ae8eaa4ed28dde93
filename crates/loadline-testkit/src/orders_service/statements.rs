//! The statements that the service sends, each prepared once a connection.

/// Orders, the newest first.
pub(super) const LIST: &str =
    "SELECT id, customer_id, placed_at::text FROM orders ORDER BY id DESC LIMIT $1";
/// The customer of one order.
pub(super) const CUSTOMER: &str = "SELECT name FROM customers WHERE id = $1";
/// The customers of several orders.
pub(super) const CUSTOMERS: &str = "SELECT id, name FROM customers WHERE id = ANY($1)";
/// One order.
pub(super) const ORDER: &str = "SELECT customer_id, amount FROM orders WHERE id = $1";
/// Products by name.
pub(super) const PRODUCTS: &str = "SELECT id FROM products ORDER BY name LIMIT $1";
/// The price of one product.
pub(super) const PRICE: &str = "SELECT price FROM products WHERE id = $1";
/// The newest orders' numbers, for the page of settings.
pub(super) const NEWEST: &str = "SELECT id FROM orders ORDER BY placed_at DESC, id LIMIT $1";
/// One setting.
pub(super) const SETTING: &str = "SELECT value FROM settings WHERE key = $1";
/// Products by a part of their name.
pub(super) const SEARCH: &str =
    "SELECT id, name FROM products WHERE name LIKE $1 ORDER BY id LIMIT 10";

/// What the dashboard shows: six figures, none of which another statement tells.
pub(super) const DASHBOARD: [&str; 6] = [
    "SELECT count(*) FROM orders WHERE id > 1900",
    "SELECT sum(amount) FROM orders WHERE id > 1900",
    "SELECT count(*) FROM customers WHERE id > 1900",
    "SELECT max(placed_at)::text FROM orders",
    "SELECT min(price) FROM products",
    "SELECT count(*) FROM products WHERE price > 100",
];

/// Settings that the page of settings reads, one by one.
pub(super) const SETTINGS: i32 = 12;
