//! The client against sockets of 127.0.0.1 whose other end behaves as badly as it is told. The clock is the real one,
//! since waiting sockets and a paused clock do not go together; no test looks at how long anything took.

mod calls;
mod faults;
mod peer;
mod words;

use super::{HttpClient, HttpClientBuilder};
use crate::retry::{Backoff, RetryPolicy, RetryPolicyBuilder};
use std::{sync::Arc, time::Duration};

/// A client that trusts nobody, tries once, and gives up on each step after 5 s.
fn builder() -> HttpClientBuilder {
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

fn client() -> HttpClient {
    builder().build().expect("settings that can be")
}

/// Three tries with hardly a wait between them.
fn three_tries() -> RetryPolicyBuilder {
    RetryPolicy::builder().tries(3).backoff(Backoff::Constant(Duration::from_millis(1)))
}
