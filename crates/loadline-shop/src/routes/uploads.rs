//! `POST /uploads`: takes a body of up to 10 MiB and tells its length and SHA-256.
//!
//! The body is read frame by frame and never held: memory per upload is one frame. It is counted
//! while it comes, because a chunked body does not announce its length.

use std::{future::poll_fn, pin::Pin};

use axum::{Json, Router, body::HttpBody, extract::Request, http::StatusCode, routing::post};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{api_error::ApiError, credentials::hex, state::ShopState};

const BYTES_MAX: u64 = 10 * 1024 * 1024;

#[derive(Serialize)]
struct UploadView {
    bytes: u64,
    sha256: String,
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/uploads", post(upload))
}

async fn upload(request: Request) -> Result<(StatusCode, Json<UploadView>), ApiError> {
    let mut body = request.into_body();
    // An announced length is judged before the first byte is read.
    if body.size_hint().lower() > BYTES_MAX {
        return Err(too_large());
    }
    let mut bytes = 0;
    let mut sha256 = Sha256::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| {
            ApiError::new(StatusCode::BAD_REQUEST, format!("the body ended early: {error}"))
        })?;
        // What is not data is a trailer, and an upload has no use for those.
        let Ok(data) = frame.into_data() else { continue };
        bytes += data.len() as u64;
        if bytes > BYTES_MAX {
            return Err(too_large());
        }
        sha256.update(&data);
    }
    Ok((StatusCode::CREATED, Json(UploadView { bytes, sha256: hex(&sha256.finalize()) })))
}

fn too_large() -> ApiError {
    let message = format!("an upload has at most {BYTES_MAX} bytes");
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}
