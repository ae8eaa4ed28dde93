//! The clients that the tests begin with.

use super::super::{HttpClient, HttpClientBuilder};
use crate::retry::{Backoff, RetryPolicy, RetryPolicyBuilder};
use std::{sync::Arc, time::Duration};

/// A client that trusts nobody, tries once, and gives up on each step after 5 s.
pub(super) fn builder() -> HttpClientBuilder {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let limit = Duration::from_secs(5);
    HttpClient::builder()
        .first_byte_timeout(limit)
        .stall_timeout(limit)
        .retry(RetryPolicy::none())
        .tls(tls)
}

pub(super) fn client() -> HttpClient {
    builder().build().expect("settings that can be")
}

/// Three tries with hardly a wait between them.
pub(super) fn three_tries() -> RetryPolicyBuilder {
    RetryPolicy::builder().tries(3).backoff(Backoff::Constant(Duration::from_millis(1)))
}
