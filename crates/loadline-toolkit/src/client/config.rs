//! What a client is made from; a mistake is found when it is built.

use super::{ClientConfigError, HttpClient};
use crate::{
    breaker::{Breaker, BreakerBuilder},
    hedge::Hedge,
    retry::RetryPolicy,
};
use http::HeaderName;
use std::time::Duration;

/// What an [`HttpClient`] is made from.
///
/// ```
/// use loadline_toolkit::client::{ClientConfigError, HttpClient};
/// use std::time::Duration;
///
/// let never = HttpClient::builder().total_timeout(Duration::ZERO).build();
/// assert!(matches!(never.map(drop), Err(ClientConfigError::Zero { setting: "total_timeout" })));
/// ```
#[derive(Debug, Clone)]
pub struct HttpClientBuilder {
    pub(super) connect_timeout: Duration,
    pub(super) first_byte_timeout: Duration,
    pub(super) stall_timeout: Duration,
    pub(super) total_timeout: Duration,
    pub(super) idle_timeout: Duration,
    pub(super) idle_per_host_max: usize,
    pub(super) body_bytes_max: usize,
    pub(super) calls_max: usize,
    pub(super) batch_at_once: usize,
    pub(super) retry: RetryPolicy,
    pub(super) retry_every_method: bool,
    pub(super) breaker: Option<BreakerBuilder>,
    pub(super) hedge: Option<Hedge>,
    pub(super) deadline_header: Option<HeaderName>,
    pub(super) tls: Option<rustls::ClientConfig>,
}

impl HttpClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            first_byte_timeout: Duration::from_secs(10),
            stall_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(60),
            idle_per_host_max: 32,
            body_bytes_max: 16 * 1024 * 1024,
            calls_max: 1_000,
            batch_at_once: 10,
            retry: RetryPolicy::http(),
            retry_every_method: false,
            breaker: Some(Breaker::builder()),
            hedge: None,
            deadline_header: None,
            tls: None,
        }
    }

    /// How long a connection may take, its name look-up and TLS included; 3 s unless told.
    #[must_use]
    pub const fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a try may take until the head of the answer is there, connecting included; 10 s unless told.
    #[must_use]
    pub const fn first_byte_timeout(mut self, limit: Duration) -> Self {
        self.first_byte_timeout = limit;
        self
    }

    /// How long a body may bring nothing; 10 s unless told.
    #[must_use]
    pub const fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// How long a call may take with all its tries and waits; 30 s unless told, and less when the task has less left.
    #[must_use]
    pub const fn total_timeout(mut self, limit: Duration) -> Self {
        self.total_timeout = limit;
        self
    }

    /// How long a connection is kept that nobody uses, and how many of them per host; 60 s and 32 unless told.
    #[must_use]
    pub const fn idle(mut self, timeout: Duration, per_host_max: usize) -> Self {
        self.idle_timeout = timeout;
        self.idle_per_host_max = per_host_max;
        self
    }

    /// The largest body of an answer; 16 MiB unless told.
    #[must_use]
    pub const fn body_bytes_max(mut self, bytes: usize) -> Self {
        self.body_bytes_max = bytes;
        self
    }

    /// Calls under way at once; further ones wait their turn, within their time. 1,000 unless told.
    #[must_use]
    pub const fn calls_max(mut self, calls: usize) -> Self {
        self.calls_max = calls;
        self
    }

    /// Calls of one batch under way at once; 10 unless told.
    #[must_use]
    pub const fn batch_at_once(mut self, calls: usize) -> Self {
        self.batch_at_once = calls;
        self
    }

    /// When a call is tried again; three tries with waits from a second on unless told. Answers with 429, 500, 502, 503
    /// and 504 and errors that may pass are tried again for methods that may be done twice, and connections that were
    /// never made for every method.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Tries every method again, POST and PATCH included: for services where doing it twice does no harm.
    #[must_use]
    pub const fn retry_every_method(mut self) -> Self {
        self.retry_every_method = true;
        self
    }

    /// The circuit breaker that each host gets one of; a thousand hosts have one at a time, those used last.
    #[must_use]
    pub const fn breaker(mut self, breaker: BreakerBuilder) -> Self {
        self.breaker = Some(breaker);
        self
    }

    /// No circuit breakers.
    #[must_use]
    pub fn without_breaker(mut self) -> Self {
        self.breaker = None;
        self
    }

    /// Makes slow calls a second time where the method may be done twice.
    #[must_use]
    pub fn hedge(mut self, hedge: Hedge) -> Self {
        self.hedge = Some(hedge);
        self
    }

    /// Sends the time that is left with each try, in gRPC's form, as this header (`x-request-timeout`, `grpc-timeout`).
    #[must_use]
    pub fn deadline_header(mut self, header: HeaderName) -> Self {
        self.deadline_header = Some(header);
        self
    }

    /// What TLS trusts and shows; the system's roots unless told.
    #[must_use]
    pub fn tls(mut self, tls: rustls::ClientConfig) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`ClientConfigError`] names the setting that cannot be, or says why the system's roots cannot be read.
    pub fn build(self) -> Result<HttpClient, ClientConfigError> {
        let limits = [
            ("connect_timeout", self.connect_timeout),
            ("first_byte_timeout", self.first_byte_timeout),
            ("stall_timeout", self.stall_timeout),
            ("total_timeout", self.total_timeout),
            ("idle_timeout", self.idle_timeout),
        ];
        let counts = [
            ("body_bytes_max", self.body_bytes_max),
            ("calls_max", self.calls_max),
            ("batch_at_once", self.batch_at_once),
        ];
        let zero_limit = limits.into_iter().find(|(_, limit)| limit.is_zero());
        let zero_count = counts.into_iter().find(|(_, count)| *count == 0);
        let zero = zero_limit.map(|(name, _)| name).or(zero_count.map(|(name, _)| name));
        if let Some(setting) = zero {
            return Err(ClientConfigError::Zero { setting });
        }
        let total = self.total_timeout;
        for (setting, limit) in limits.into_iter().take(3) {
            if limit > total {
                return Err(ClientConfigError::AboveTotal { setting, limit, total });
            }
        }
        if let Some(breaker) = &self.breaker {
            breaker.clone().build()?;
        }
        HttpClient::from_valid(self)
    }
}
