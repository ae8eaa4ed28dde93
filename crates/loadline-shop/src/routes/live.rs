//! `GET /live`: a WebSocket that sends every message back and, once it was sent `prices`, tells price changes,
//! too. `GET /events`: the same changes as server-sent events.

use std::convert::Infallible;

use axum::{
    Router,
    extract::{
        State,
        ws::{
            CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code::AWAY,
            rejection::WebSocketUpgradeRejection,
        },
    },
    response::{IntoResponse, Response, Sse, sse::Event},
    routing::get,
};
use futures_util::stream;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{api_error::ApiError, metrics::Open, prices::PriceChange, state::ShopState};

/// Read at once of a WebSocket: small, because each of thousands has it.
const READ_BYTES: usize = 4 * 1024;

/// The largest message taken.
const MESSAGE_BYTES_MAX: usize = 1024 * 1024;

/// The message that asks for price changes.
const PRICES: &str = "prices";

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/live", get(live)).route("/events", get(events))
}

async fn live(
    State(state): State<ShopState>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => upgrade
            .read_buffer_size(READ_BYTES)
            .write_buffer_size(0)
            .max_message_size(MESSAGE_BYTES_MAX)
            .on_upgrade(move |socket| talk(socket, state)),
        Err(refused) => ApiError::new(refused.status(), refused.body_text()).into_response(),
    }
}

/// Talks until the client has had enough, the connection breaks or the shop stops.
async fn talk(mut socket: WebSocket, state: ShopState) {
    let Some(mut changes) = state.prices.listen() else { return };
    let _open = state.metrics.open(Open::WebSocket);
    let mut tells_prices = false;
    loop {
        let answer = tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => {
                    tells_prices |= matches!(&message, Message::Text(text) if text.as_str() == PRICES);
                    Some(message)
                }
                // Pings are answered below this.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => None,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            change = next_change(&mut changes) => match change {
                Some(change) => tells_prices.then(|| Message::text(&*change.json)),
                None => {
                    let away = CloseFrame { code: AWAY, reason: "the shop closes".into() };
                    // The client may be gone already.
                    let _ = socket.send(Message::Close(Some(away))).await;
                    return;
                }
            },
        };
        if let Some(answer) = answer
            && socket.send(answer).await.is_err()
        {
            return;
        }
    }
}

async fn events(State(state): State<ShopState>) -> Response {
    let Some(changes) = state.prices.listen() else {
        return ApiError::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, "the shop closes")
            .into_response();
    };
    let open = state.metrics.open(Open::EventStream);
    let stream = stream::unfold((changes, open), |(mut changes, open)| async {
        let change = next_change(&mut changes).await?;
        let id = change.number.to_string();
        let event = Event::default().event("price").id(id).data(&*change.json);
        Some((Ok::<_, Infallible>(event), (changes, open)))
    });
    Sse::new(stream).into_response()
}

/// The next change that was not missed; nothing when there will be no more.
async fn next_change(changes: &mut Receiver<PriceChange>) -> Option<PriceChange> {
    loop {
        match changes.recv().await {
            Ok(change) => return Some(change),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}
