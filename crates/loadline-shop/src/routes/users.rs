//! `GET /users/me` and `PUT /users/me`: the user behind the token.

use axum::{Json, Router, extract::State, routing::get};
use serde::{Deserialize, Serialize};

use crate::{
    api_error::ApiError,
    database::users::{self, User},
    extract::{JsonBody, SignedIn},
    state::ShopState,
};

const NAME_CHARS_MAX: usize = 100;

#[derive(Serialize)]
struct UserView {
    id: i64,
    email: String,
    name: String,
}

#[derive(Deserialize)]
struct Rename {
    name: String,
}

pub(crate) fn routes() -> Router<ShopState> {
    Router::new().route("/users/me", get(me).put(rename))
}

async fn me(
    State(state): State<ShopState>,
    SignedIn(id): SignedIn,
) -> Result<Json<UserView>, ApiError> {
    let user = state.database.readers.call(move |connection| users::get(connection, id)).await?;
    view(user, id)
}

async fn rename(
    State(state): State<ShopState>,
    SignedIn(id): SignedIn,
    JsonBody(Rename { name }): JsonBody<Rename>,
) -> Result<Json<UserView>, ApiError> {
    if !(1..=NAME_CHARS_MAX).contains(&name.trim().chars().count()) {
        let message = format!("a name has 1 to {NAME_CHARS_MAX} characters");
        return Err(ApiError::unacceptable(message));
    }
    let rename = move |connection: &mut _| users::rename(connection, id, name.trim());
    view(state.database.writer.call(rename).await?, id)
}

fn view(user: Option<User>, id: i64) -> Result<Json<UserView>, ApiError> {
    let User { id, email, name } = user.ok_or_else(|| ApiError::not_found(format!("user {id}")))?;
    Ok(Json(UserView { id, email, name }))
}
