//! The client as its users hold it. A call goes through its parts in this order: the time it has, its turn, tries, the
//! second call, the host's breaker, the wire.

use super::{
    Bytes, ClientConfigError, ClientError, ClientStats, HttpClientBuilder, Request, Response,
    exchange::Exchange,
    hosts::Hosts,
    judge::{OnTries, counts_against_host, is_idempotent},
    stats::Counters,
};
use crate::{
    breaker::{Breaker, BreakerError},
    deadline::{Deadline, DeadlineExceeded},
    fan_out::{Partial, fan_out},
    hedge::Hedge,
    retry::RetryPolicy,
};
use http::Uri;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout},
};
use tracing::Instrument as _;

/// Hosts that have a circuit breaker at a time.
const HOSTS_MAX: usize = 1_000;

/// An HTTP client. Cloning it gives another handle to the same connections, breakers and counts.
#[derive(Debug, Clone)]
pub struct HttpClient {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    exchange: Exchange,
    hosts: Option<Hosts>,
    retry: RetryPolicy,
    retry_every_method: bool,
    hedge: Option<Hedge>,
    turns: Semaphore,
    calls_max: u32,
    is_closed: AtomicBool,
    batch_at_once: usize,
    total_timeout: Duration,
    counters: Counters,
}

impl HttpClient {
    /// A builder with a limit on everything.
    #[must_use]
    pub fn builder() -> HttpClientBuilder {
        HttpClientBuilder::new()
    }

    pub(super) fn from_valid(config: HttpClientBuilder) -> Result<Self, ClientConfigError> {
        let most = config.calls_max.min(Semaphore::MAX_PERMITS);
        let calls_max = u32::try_from(most).unwrap_or(u32::MAX);
        let shared = Shared {
            exchange: Exchange::new(&config)?,
            hosts: config.breaker.map(|breaker| Hosts::new(breaker, HOSTS_MAX)),
            retry: config.retry,
            retry_every_method: config.retry_every_method,
            hedge: config.hedge,
            turns: Semaphore::new(calls_max as usize),
            calls_max,
            is_closed: AtomicBool::new(false),
            batch_at_once: config.batch_at_once,
            total_timeout: config.total_timeout,
            counters: Counters::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Gets what is at an address.
    ///
    /// # Errors
    /// As [`send`](Self::send), and for text that is no address.
    pub async fn get(&self, uri: &str) -> Result<Response<Bytes>, ClientError> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri.parse::<Uri>()?;
        self.send(request).await
    }

    /// Sends a request and gives the answer, whatever its status.
    ///
    /// # Errors
    /// [`ClientError`] when there is no answer.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ClientError> {
        let began = Instant::now();
        let limit = Deadline::after(self.shared.total_timeout);
        let call = async {
            self.call(request).await.map_err(|error| match error {
                // The step had no more time than the call.
                ClientError::FirstByteTimeout { .. } | ClientError::Stalled { .. }
                    if Deadline::current().is_some_and(Deadline::is_over) =>
                {
                    ClientError::Deadline(DeadlineExceeded)
                }
                other => other,
            })
        };
        let outcome = limit.run(call).await.unwrap_or_else(|over| Err(over.into()));
        self.shared.counters.ended(began.elapsed(), &outcome);
        outcome
    }

    /// Sends many requests, ten at once unless the client was told otherwise, and waits for their answers no longer than
    /// `limit`.
    pub async fn send_all(
        &self,
        requests: impl IntoIterator<Item = Request<Bytes>>,
        limit: Duration,
    ) -> Partial<Response<Bytes>, ClientError> {
        let calls = requests.into_iter().map(|request| self.send(request));
        fan_out(calls, self.shared.batch_at_once).within(limit).await
    }

    /// Takes no more calls and waits for those under way, no longer than `limit`; `true` when all came to their end.
    /// Connections close when the last handle is dropped.
    pub async fn shutdown(&self, limit: Duration) -> bool {
        self.shared.is_closed.store(true, Ordering::Relaxed);
        timeout(limit, self.shared.turns.acquire_many(self.shared.calls_max)).await.is_ok()
    }

    /// The circuit breaker of a host (`example.com`, `example.com:8080`) that was called.
    #[must_use]
    pub fn breaker(&self, host: &str) -> Option<Breaker> {
        self.shared.hosts.as_ref()?.find(host)
    }

    /// What came of the calls so far.
    #[must_use]
    pub fn stats(&self) -> ClientStats {
        let hedge = self.shared.hedge.as_ref().map(Hedge::stats);
        self.shared.counters.snapshot(self.shared.retry.stats(), hedge)
    }

    /// A call from its turn on.
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ClientError> {
        let host = host_of(request.uri())?;
        if self.shared.is_closed.load(Ordering::Relaxed) {
            return Err(ClientError::Closed);
        }
        let _turn = self.shared.turns.acquire().await.expect("nobody closes it");
        let may_hedge = is_idempotent(request.method());
        let is_repeatable = may_hedge || self.shared.retry_every_method;
        let span = tracing::debug_span!(
            "http.client",
            http.request.method = %request.method(),
            server.address = %host,
            http.response.status_code = tracing::field::Empty,
        );
        let tries = |_try| self.try_once(&request, &host, may_hedge);
        let on_tries = OnTries { is_repeatable };
        let tried = self.shared.retry.run_with(&on_tries, tries);
        let outcome = tried.instrument(span.clone()).await;
        if let Ok(answer) = &outcome {
            span.record("http.response.status_code", answer.status().as_u16());
        }
        outcome
    }

    /// One try, which is two calls at most.
    async fn try_once(
        &self,
        request: &Request<Bytes>,
        host: &str,
        may_hedge: bool,
    ) -> Result<Response<Bytes>, ClientError> {
        match &self.shared.hedge {
            Some(hedge) if may_hedge => hedge.run(|| self.under_breaker(request, host)).await,
            _ => self.under_breaker(request, host).await,
        }
    }

    async fn under_breaker(
        &self,
        request: &Request<Bytes>,
        host: &str,
    ) -> Result<Response<Bytes>, ClientError> {
        let send = || self.shared.exchange.send(request.clone());
        let Some(hosts) = &self.shared.hosts else { return send().await };
        hosts.of(host).run_with(&counts_against_host, send).await.map_err(|error| match error {
            BreakerError::Inner(error) => error,
            BreakerError::Rejected(rejected) => {
                ClientError::CircuitOpen { host: host.to_owned(), rejected }
            }
        })
    }

    pub(super) fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    pub(super) fn retry(&self) -> &RetryPolicy {
        &self.shared.retry
    }

    pub(super) fn hedge(&self) -> Option<&Hedge> {
        self.shared.hedge.as_ref()
    }
}

/// The host of an address that can be called, with its port where that is given. A name and password are not part of it.
fn host_of(uri: &Uri) -> Result<String, ClientError> {
    let host = uri.host().filter(|_| matches!(uri.scheme_str(), Some("http" | "https")));
    let Some(host) = host else {
        let (scheme, host) = (uri.scheme_str().unwrap_or(""), uri.host().unwrap_or(""));
        return Err(ClientError::Address { uri: format!("{scheme}://{host}{}", uri.path()) });
    };
    let host = host.to_ascii_lowercase();
    Ok(uri.port_u16().map_or(host.clone(), |port| format!("{host}:{port}")))
}
