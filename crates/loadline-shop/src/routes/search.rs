//! `GET /items/search?q=`: items whose names hold words that start with the words of `q`.

use axum::{Json, Router, extract::State, routing::get};
use serde::{Deserialize, Serialize};

use super::items::ItemView;
use crate::{api_error::ApiError, database::items, extract::QueryOf, state::ShopState};

/// The most items in one answer.
const FOUND_MAX: u32 = 20;
/// The most words that are looked for.
const WORDS_MAX: usize = 8;
const QUERY_CHARS_MAX: usize = 100;

#[derive(Deserialize)]
struct SearchQuery {
    q: String,
}

#[derive(Serialize)]
struct FoundView {
    items: Vec<ItemView>,
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/items/search", get(search))
}

async fn search(
    State(state): State<ShopState>,
    QueryOf(SearchQuery { q }): QueryOf<SearchQuery>,
) -> Result<Json<FoundView>, ApiError> {
    let words = words(&q);
    if !(1..=WORDS_MAX).contains(&words.len()) || q.chars().count() > QUERY_CHARS_MAX {
        let message =
            format!("q has 1 to {WORDS_MAX} words and at most {QUERY_CHARS_MAX} characters");
        return Err(ApiError::unacceptable(message));
    }
    let found = state.database.readers.call(move |c| items::search(c, &words, FOUND_MAX)).await?;
    Ok(Json(FoundView { items: found.into_iter().map(ItemView::from).collect() }))
}

/// Only letters and digits are kept, so nothing of the index's own query language gets through.
fn words(q: &str) -> Vec<String> {
    q.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
