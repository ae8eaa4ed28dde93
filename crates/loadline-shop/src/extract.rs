//! The parts of a request as handlers want them: a JSON body, a number in the path, a query, the
//! user behind a bearer token. What does not fit becomes an [`ApiError`].

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{header::AUTHORIZATION, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::{api_error::ApiError, credentials};

/// A JSON body. Bound: axum's default of 2 MB.
pub(crate) struct JsonBody<T>(pub(crate) T);

/// The number in a path such as `/items/{id}`.
pub(crate) struct PathId(pub(crate) i64);

/// The query string.
pub(crate) struct QueryOf<T>(pub(crate) T);

/// The id of the user whose token came with the request.
pub(crate) struct SignedIn(pub(crate) i64);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let Json(body) = Json::from_request(request, state).await?;
        Ok(Self(body))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(id) = Path::from_request_parts(parts, state).await?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(query) = Query::from_request_parts(parts, state).await?;
        Ok(Self(query))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = header
            .and_then(|value| value.split_once(' '))
            .ok_or_else(|| ApiError::unauthorized("this call needs a bearer token"))?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(ApiError::unauthorized("this call needs a bearer token"));
        }
        credentials::read_token(token.trim())
            .map(Self)
            .ok_or_else(|| ApiError::unauthorized("the bearer token is not valid"))
    }
}
