//! `POST /auth/login`: an address and a password for a bearer token.

use axum::{Json, Router, extract::State, routing::post};
use serde::{Deserialize, Serialize};

use crate::{
    api_error::ApiError, credentials, database::users, extract::JsonBody, state::ShopState,
};

#[derive(Deserialize)]
struct Login {
    email: String,
    password: String,
}

#[derive(Serialize)]
struct Token {
    access_token: String,
    token_type: &'static str,
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/auth/login", post(login))
}

async fn login(
    State(state): State<ShopState>,
    JsonBody(Login { email, password }): JsonBody<Login>,
) -> Result<Json<Token>, ApiError> {
    let digest = credentials::password_digest(&email, &password);
    let login = state.database.readers.call(move |connection| users::login(connection, &email));
    // An unknown address and a wrong password look the same from outside.
    let login = login
        .await?
        .filter(|login| login.password_digest == digest)
        .ok_or_else(|| ApiError::unauthorized("the address or the password is wrong"))?;
    let access_token = credentials::issue_token(login.user_id);
    Ok(Json(Token { access_token, token_type: "bearer" }))
}
