//! What each endpoint sends to the server. In comes a path; out goes how many rows it showed.
//!
//! Deliberately not here: HTTP (`service`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row};

use super::connections::Lent;
use super::data::ORDERS;
use super::spans::{Trace, now_ns};
use super::statements::{
    CUSTOMER, CUSTOMERS, DASHBOARD, LIST, NEWEST, ORDER, PRICE, PRODUCTS, SEARCH, SETTING, SETTINGS,
};

/// Rows of a page at most.
const LIMIT_MAX: i64 = 1_000;
/// Rows of a page that asks for no number.
const LIMIT_USUAL: i64 = 20;

/// The endpoints.
pub(super) const ENDPOINTS: [&str; 7] =
    ["/orders", "/orders-eager", "/order", "/dashboard", "/products", "/settings", "/search"];

/// Prices that were read once.
pub(super) type Cache = Mutex<HashMap<i32, i32>>;

/// A request while it is answered.
#[derive(Debug)]
pub(super) struct Request<'r> {
    pub(super) lent: Lent,
    pub(super) trace: Trace,
    pub(super) query: &'r str,
    pub(super) cache: &'r Cache,
}

impl Request<'_> {
    /// Does what the endpoint does; gives the rows it shows.
    pub(super) async fn answer(&mut self, endpoint: &str) -> Result<usize, Error> {
        match endpoint {
            "/orders" => self.orders().await,
            "/orders-eager" => self.orders_eager().await,
            "/order" => self.order().await,
            "/dashboard" => self.dashboard().await,
            "/products" => self.products().await,
            "/settings" => self.settings().await,
            _ => self.search().await,
        }
    }

    async fn orders(&mut self) -> Result<usize, Error> {
        let orders = self.rows(LIST, &[&self.limit()]).await?;
        for order in &orders {
            self.rows(CUSTOMER, &[&order.get::<_, i32>(1)]).await?;
        }
        Ok(orders.len())
    }

    async fn orders_eager(&mut self) -> Result<usize, Error> {
        let orders = self.rows(LIST, &[&self.limit()]).await?;
        let customers: Vec<i32> = orders.iter().map(|order| order.get(1)).collect();
        self.rows(CUSTOMERS, &[&customers]).await?;
        Ok(orders.len())
    }

    async fn order(&mut self) -> Result<usize, Error> {
        let id = self.number("id").unwrap_or(1).clamp(1, ORDERS) as i32;
        let orders = self.rows(ORDER, &[&id]).await?;
        for order in &orders {
            self.rows(CUSTOMER, &[&order.get::<_, i32>(0)]).await?;
        }
        Ok(orders.len())
    }

    async fn dashboard(&mut self) -> Result<usize, Error> {
        for statement in DASHBOARD {
            self.rows(statement, &[]).await?;
        }
        Ok(DASHBOARD.len())
    }

    async fn products(&mut self) -> Result<usize, Error> {
        let products = self.rows(PRODUCTS, &[&self.limit()]).await?;
        for product in &products {
            let id: i32 = product.get(0);
            let is_known =
                self.cache.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&id);
            if !is_known {
                let rows = self.rows(PRICE, &[&id]).await?;
                let price = rows.first().map_or(0, |row| row.get(0));
                self.cache.lock().unwrap_or_else(PoisonError::into_inner).insert(id, price);
            }
        }
        Ok(products.len())
    }

    async fn settings(&mut self) -> Result<usize, Error> {
        let newest = self.rows(NEWEST, &[&self.limit()]).await?;
        for key in 1..=SETTINGS {
            self.rows(SETTING, &[&key]).await?;
        }
        Ok(newest.len())
    }

    async fn search(&mut self) -> Result<usize, Error> {
        let text = value(self.query, "text").unwrap_or_default();
        let found = self.rows(SEARCH, &[&format!("%{text}%")]).await?;
        Ok(found.len())
    }

    async fn rows(
        &mut self,
        statement: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Error> {
        let begin_ns = now_ns();
        let rows = self.lent.rows(statement, values).await?;
        self.trace.statement(statement, begin_ns, rows.len());
        Ok(rows)
    }

    fn limit(&self) -> i64 {
        self.number("limit").unwrap_or(LIMIT_USUAL).clamp(0, LIMIT_MAX)
    }

    fn number(&self, name: &str) -> Option<i64> {
        value(self.query, name)?.parse().ok()
    }
}

/// A value of the query string, as it stands there.
fn value<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|pair| pair.1)
}
