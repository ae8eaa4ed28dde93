//! `GET /orders/{id}?expand=items`: an order, with its items in full on request. `POST /orders`: a
//! new order of the user behind the token.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use super::items::ItemView;
use crate::{
    api_error::ApiError,
    database::orders::{self, Line, NewLine, Order, Placed},
    extract::{JsonBody, PathId, QueryOf, SignedIn},
    state::ShopState,
};

const LINES_MAX: usize = 100;
const QUANTITY_MAX: i64 = 1_000;

#[derive(Deserialize)]
struct OrderQuery {
    expand: Option<String>,
}

#[derive(Serialize)]
struct OrderView {
    id: i64,
    user_id: i64,
    placed_at_unix_s: i64,
    total_cents: i64,
    items: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    item_id: i64,
    quantity: i64,
    price_cents: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<ItemView>,
}

#[derive(Deserialize)]
struct NewOrder {
    items: Vec<NewOrderLine>,
}

#[derive(Deserialize)]
struct NewOrderLine {
    item_id: i64,
    quantity: i64,
}

#[derive(Serialize)]
struct PlacedView {
    id: i64,
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/orders/{id}", get(order)).route("/orders", post(place))
}

async fn order(
    State(state): State<ShopState>,
    PathId(id): PathId,
    QueryOf(OrderQuery { expand }): QueryOf<OrderQuery>,
) -> Result<Json<OrderView>, ApiError> {
    let expand = match expand.as_deref() {
        None => false,
        Some("items") => true,
        Some(_) => return Err(ApiError::unacceptable("expand can only be items")),
    };
    let order = state.database.readers.call(move |connection| orders::get(connection, id)).await?;
    let order = order.ok_or_else(|| ApiError::not_found(format!("order {id}")))?;
    Ok(Json(OrderView::new(order, expand)))
}

async fn place(
    State(state): State<ShopState>,
    SignedIn(user_id): SignedIn,
    JsonBody(NewOrder { items }): JsonBody<NewOrder>,
) -> Result<(StatusCode, Json<PlacedView>), ApiError> {
    let quantities_fit = items.iter().all(|line| (1..=QUANTITY_MAX).contains(&line.quantity));
    if !(1..=LINES_MAX).contains(&items.len()) || !quantities_fit {
        let message = format!(
            "an order has 1 to {LINES_MAX} items, each with a quantity of 1 to {QUANTITY_MAX}"
        );
        return Err(ApiError::unacceptable(message));
    }
    let lines: Vec<NewLine> = items
        .into_iter()
        .map(|NewOrderLine { item_id, quantity }| NewLine { item_id, quantity })
        .collect();
    let now_s = now_unix_s();
    let place = move |connection: &mut _| orders::place(connection, user_id, now_s, &lines);
    match state.database.writer.call(place).await? {
        Placed::Order(id) => Ok((StatusCode::CREATED, Json(PlacedView { id }))),
        Placed::UnknownItem(id) => Err(ApiError::unacceptable(format!("item {id} does not exist"))),
    }
}

impl OrderView {
    fn new(order: Order, expand: bool) -> Self {
        let total_cents = order.lines.iter().map(|line| line.quantity * line.price_cents).sum();
        let items = order.lines.into_iter().map(|line| LineView::new(line, expand)).collect();
        let Order { id, user_id, placed_at_unix_s, .. } = order;
        Self { id, user_id, placed_at_unix_s, total_cents, items }
    }
}

impl LineView {
    fn new(Line { quantity, price_cents, item }: Line, expand: bool) -> Self {
        Self { item_id: item.id, quantity, price_cents, item: expand.then(|| item.into()) }
    }
}

/// A clock set before 1970 reads as 1970.
fn now_unix_s() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
