//! An HTTP client for calls between services: pooled connections, a limit of time on each step, tries again where that is
//! safe, a circuit breaker per host, hedging where it is wanted. A request with its whole body goes in, the answer with
//! its whole body comes out, whatever its status; what is not an answer is a [`ClientError`] that says whether it may
//! pass. No call is without a limit: the client's own, or the time that the task's
//! [`Deadline`](crate::deadline::Deadline) leaves when that is less. Bodies that must not be held in memory are not for
//! this client.
//!
//! ```no_run
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::client::HttpClient;
//! use std::time::Duration;
//!
//! let client = HttpClient::builder().total_timeout(Duration::from_secs(5)).build()?;
//! let answer = client.get("https://example.com/").await?;
//! println!("{} with {} bytes", answer.status(), answer.body().len());
//! # Ok(())
//! # }
//! ```

mod config;
mod connect;
mod error;
mod exchange;
mod handle;
mod hosts;
mod judge;
mod retry_after;
mod service;
mod stats;
#[cfg(test)]
mod tests;

pub use config::HttpClientBuilder;
pub use error::{ClientConfigError, ClientError};
pub use handle::HttpClient;
pub use http::{Request, Response};
pub use hyper::body::Bytes;
pub use stats::ClientStats;
