//! `GET /metrics`: the figures of `metrics.rs` for Prometheus.

use axum::{
    Router, extract::State, http::header::CONTENT_TYPE, response::IntoResponse, routing::get,
};

use crate::state::ShopState;

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(state): State<ShopState>) -> impl IntoResponse {
    let text = state.metrics.render(&state.database);
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}
