//! The middleware that acts the faults out. Requests come in and are counted; answers go out later
//! than they would, or as status 500.
//!
//! Order of events for one request: number it, wait out its delay, answer 500 or let the service
//! answer, hold the answer until a stall that covers the moment is over. Delays are kept by the
//! runtime's timer and so are up to about a millisecond late.
//!
//! Deliberately not here: which request suffers what (`plan.rs`).

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::{self, Instant};

use super::Faults;
use crate::api_error::ApiError;

/// The faults together with what they are counted and timed against.
pub(crate) struct FaultState {
    faults: Faults,
    started: Instant,
    requests: AtomicU64,
}

impl FaultState {
    /// A fresh count; `started` is the zero of the stall's clock.
    pub(crate) fn new(faults: Faults, started: Instant) -> Self {
        Self { faults, started, requests: AtomicU64::new(0) }
    }
}

/// Runs one request through the faults.
pub(crate) async fn inject(
    State(state): State<Arc<FaultState>>,
    request: Request,
    next: Next,
) -> Response {
    let n = state.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let delay = state.faults.delay(n);
    if !delay.is_zero() {
        time::sleep(delay).await;
    }
    let response = if state.faults.fails(n) {
        let message = format!("injected fault on request {n}");
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, message).into_response()
    } else {
        next.run(request).await
    };
    // The stall is looked up after the work: a request that came before the stall and would be
    // answered within it is held as well, as a process that is stopped would hold it.
    let held = state.faults.stall_left(state.started.elapsed());
    if !held.is_zero() {
        time::sleep(held).await;
    }
    response
}
