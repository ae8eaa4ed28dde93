//! `GET /health`: the process answers. `GET /ready`: the database answers, too.

use axum::{Json, Router, extract::State, routing::get};
use serde::Serialize;

use crate::{api_error::ApiError, database::items, state::ShopState};

#[derive(Serialize)]
struct Status {
    status: &'static str,
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/health", get(health)).route("/ready", get(ready))
}

async fn health() -> Json<Status> {
    Json(Status { status: "healthy" })
}

async fn ready(State(state): State<ShopState>) -> Result<Json<Status>, ApiError> {
    // A row that is always there: one read proves the thread, the connection and the file.
    state.database.readers.call(|connection| items::get(connection, 1)).await?;
    Ok(Json(Status { status: "ready" }))
}
