//! Puts the routes and the layers together.

use std::sync::Arc;

use axum::{
    Router,
    http::{StatusCode, Uri},
    middleware,
};
use tokio::time::Instant;

use crate::{
    api_error::ApiError,
    faults::{FaultState, Faults, inject},
    metrics, routes,
    state::ShopState,
};

/// Each group of endpoints once, in the order of the documentation.
const GROUPS: [fn() -> Router<ShopState>; 10] = [
    routes::health::routes,
    routes::metrics::routes,
    routes::auth::routes,
    routes::users::routes,
    routes::items::routes,
    routes::search::routes,
    routes::orders::routes,
    routes::bulk::routes,
    routes::uploads::routes,
    routes::live::routes,
];

/// The whole service. `started` is the zero of the faults' clock.
pub(crate) fn router(state: ShopState, faults: Faults, started: Instant) -> Router {
    let mut router = GROUPS
        .iter()
        .fold(Router::new(), |router, group| router.merge(group()))
        .fallback(no_route)
        .method_not_allowed_fallback(wrong_method);
    // The layer added last is the outermost: metrics see what the faults do.
    if !faults.is_empty() {
        let faults = Arc::new(FaultState::new(faults, started));
        router = router.layer(middleware::from_fn_with_state(faults, inject));
    }
    router.layer(middleware::from_fn_with_state(state.clone(), metrics::track)).with_state(state)
}

async fn no_route(uri: Uri) -> ApiError {
    ApiError::not_found(uri.path())
}

async fn wrong_method(uri: Uri) -> ApiError {
    let message = format!("{} does not take this method", uri.path());
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, message)
}
