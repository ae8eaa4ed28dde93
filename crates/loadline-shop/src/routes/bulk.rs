//! `POST /items/bulk`: many new items in one transaction, all or none.

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use serde::{Deserialize, Serialize};

use crate::{
    api_error::ApiError,
    database::items::{self, NewItem},
    extract::JsonBody,
    state::ShopState,
};

const ITEMS_MAX: usize = 1_000;
const NAME_CHARS_MAX: usize = 100;

#[derive(Deserialize)]
struct BulkItem {
    name: String,
    #[serde(default)]
    description: String,
    price_cents: u32,
}

#[derive(Serialize)]
struct AddedView {
    count: usize,
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/items/bulk", post(bulk))
}

async fn bulk(
    State(state): State<ShopState>,
    JsonBody(items): JsonBody<Vec<BulkItem>>,
) -> Result<(StatusCode, Json<AddedView>), ApiError> {
    let names_fit =
        items.iter().all(|item| (1..=NAME_CHARS_MAX).contains(&item.name.chars().count()));
    if !(1..=ITEMS_MAX).contains(&items.len()) || !names_fit {
        let message = format!(
            "1 to {ITEMS_MAX} items are added at once, each with a name of 1 to {NAME_CHARS_MAX} characters"
        );
        return Err(ApiError::unacceptable(message));
    }
    let items: Vec<NewItem> = items
        .into_iter()
        .map(|BulkItem { name, description, price_cents }| NewItem {
            name,
            description,
            price_cents: price_cents.into(),
        })
        .collect();
    let count =
        state.database.writer.call(move |connection| items::add(connection, &items)).await?;
    Ok((StatusCode::CREATED, Json(AddedView { count })))
}
