//! One file from elsewhere, outside any test.

use std::time::Instant;

use crate::location;
use crate::message::{Keep, Payload, Rest};
use crate::run::run_once;
use crate::transport::{Endpoint, Http, NetworkOptions, Request, TargetError, Transport as _};

/// Redirects followed.
const REDIRECTS_MAX: u32 = 10;

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It is no URL of a server.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The server could not be asked.
    #[error("{0}")]
    Fault(String),
    /// The server has no such file.
    #[error("the server answered {0}")]
    Status(u16),
}

/// Gets what is at `url`, redirects followed.
///
/// # Errors
/// When it is no URL, the server cannot be asked, or has nothing there.
pub fn fetch_once(url: &str, network: &NetworkOptions) -> Result<Vec<u8>, FetchError> {
    let (mut endpoint, mut path) = Endpoint::of(url)?;
    let fetched = run_once(network, async move |worker| {
        let mut http = Http::new(worker.network.clone());
        for _ in 0..=REDIRECTS_MAX {
            let host = endpoint.host_header();
            let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n\r\n");
            let request = Request {
                started: Instant::now(),
                endpoint: &endpoint,
                payload: Payload { written: head.as_bytes(), rest: Rest::Nothing },
                head_only: false,
                repeatable: true,
                keep: Keep { fields: true, body: true, ..Keep::default() },
                timeout: None,
            };
            let result = http.exchange(request).await.result;
            let reply = result.map_err(|fault| FetchError::Fault(fault.to_string()))?;
            let to = reply.fields.as_ref().and_then(|fields| fields.get("location"));
            match (reply.status, to) {
                (200..=299, _) => return Ok(reply.body.unwrap_or_default()),
                (300..=399, Some(to)) => {
                    let to = String::from_utf8_lossy(to);
                    (endpoint, path) = location::resolve(&to, &endpoint, &path)?;
                }
                (status, _) => return Err(FetchError::Status(status)),
            }
        }
        Err(FetchError::Fault("it redirects in a circle".to_owned()))
    });
    fetched.map_err(|error| FetchError::Fault(error.to_string()))?.0
}
