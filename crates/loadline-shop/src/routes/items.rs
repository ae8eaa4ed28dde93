//! `GET /items/{id}`: one item. `GET /items?page&per_page`: the catalogue, page by page.

use axum::{Json, Router, extract::State, routing::get};
use serde::{Deserialize, Serialize};

use crate::{
    api_error::ApiError,
    database::items::{self, Item},
    extract::{PathId, QueryOf},
    state::ShopState,
};

const PER_PAGE_MAX: u32 = 100;

/// An item on the wire, here and wherever else one is shown.
#[derive(Serialize)]
pub(super) struct ItemView {
    id: i64,
    name: String,
    description: String,
    price_cents: i64,
}

#[derive(Deserialize)]
#[serde(default)]
struct PageQuery {
    page: u32,
    per_page: u32,
}

#[derive(Serialize)]
struct PageView {
    items: Vec<ItemView>,
    page: u32,
    per_page: u32,
    total: i64,
    pages: i64,
}

impl From<Item> for ItemView {
    fn from(Item { id, name, description, price_cents }: Item) -> Self {
        Self { id, name, description, price_cents }
    }
}

impl Default for PageQuery {
    fn default() -> Self {
        Self { page: 1, per_page: 20 }
    }
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/items", get(page)).route("/items/{id}", get(item))
}

async fn item(
    State(state): State<ShopState>,
    PathId(id): PathId,
) -> Result<Json<ItemView>, ApiError> {
    let item = state.database.readers.call(move |connection| items::get(connection, id)).await?;
    let item = item.ok_or_else(|| ApiError::not_found(format!("item {id}")))?;
    Ok(Json(item.into()))
}

async fn page(
    State(state): State<ShopState>,
    QueryOf(PageQuery { page, per_page }): QueryOf<PageQuery>,
) -> Result<Json<PageView>, ApiError> {
    if page == 0 || !(1..=PER_PAGE_MAX).contains(&per_page) {
        let message = format!("page starts at 1 and per_page is 1 to {PER_PAGE_MAX}");
        return Err(ApiError::unacceptable(message));
    }
    let skip = i64::from(page - 1) * i64::from(per_page);
    let found = state.database.readers.call(move |c| items::page(c, skip, per_page)).await?;
    // Neither figure is negative, so adding one less than a page rounds the division up.
    let pages = (found.total + i64::from(per_page) - 1) / i64::from(per_page);
    let items = found.items.into_iter().map(ItemView::from).collect();
    Ok(Json(PageView { items, page, per_page, total: found.total, pages }))
}
