//! Connections: TCP without delay, TLS where the address says so, and one limit of time on all of it.

use super::{ClientConfigError, HttpClientBuilder, error::BoxError};
use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::{client::legacy::connect::HttpConnector, rt::TokioIo};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{net::TcpStream, time::timeout};
use tower_service::Service;

/// Makes connections, each within the limit.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    inner: HttpsConnector<HttpConnector>,
    limit: Duration,
}

/// A connection was not made within the limit.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("connecting took longer than {limit:?}")]
pub(super) struct ConnectTimedOut {
    pub(super) limit: Duration,
}

impl Connector {
    pub(super) fn new(config: &HttpClientBuilder) -> Result<Self, ClientConfigError> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let tls = match &config.tls {
            Some(tls) => HttpsConnectorBuilder::new().with_tls_config(tls.clone()),
            None => HttpsConnectorBuilder::new()
                .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
                .map_err(ClientConfigError::Roots)?,
        };
        let inner = tls.https_or_http().enable_http1().wrap_connector(tcp);
        Ok(Self { inner, limit: config.connect_timeout })
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let (connect, limit) = (self.inner.call(uri), self.limit);
        Box::pin(async move {
            timeout(limit, connect).await.map_err(|_elapsed| ConnectTimedOut { limit })?
        })
    }
}
