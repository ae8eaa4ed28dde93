//! Fetching a page: one request with a bounded answer, on a connection that is kept.

use std::time::Duration;

use crate::address::Address;
use crate::client::{Client, said};
use crate::error::WatchError;
use crate::request::Trust;

/// Longest time for a page during the test: it must not reach into the next second.
const TIME_MAX: Duration = Duration::from_millis(900);
/// Longest time for the page's first answer, which may have to wake something up.
const FIRST_TIME_MAX: Duration = Duration::from_secs(3);
/// Largest page.
const BODY_BYTES_MAX: u64 = 8 << 20;
/// The formats understood, the plain one last.
const ACCEPT: &str =
    "application/openmetrics-text;version=1.0.0;q=0.7,text/plain;version=0.0.4;q=0.5";

/// A page and the way to it.
pub(super) struct Page(Client);

impl Page {
    pub(super) fn new(address: Address, trust: &Trust) -> Result<Self, WatchError> {
        Ok(Self(Client::of(address, trust, TIME_MAX)?))
    }

    pub(super) fn address(&self) -> &Address {
        &self.0.address
    }

    /// The page's text, or why it cannot be had.
    pub(super) fn fetch(&self, is_first: bool) -> Result<String, String> {
        let Client { address, agent, .. } = &self.0;
        let most = if is_first { FIRST_TIME_MAX } else { TIME_MAX };
        let request = agent.get(&address.url).header("accept", ACCEPT);
        let request = match &address.authorization {
            Some(authorization) => request.header("authorization", authorization),
            None => request,
        };
        let request = request.config().timeout_global(Some(most)).build();
        let mut answer = request.call().map_err(|error| said(&error, most, BODY_BYTES_MAX))?;
        if !answer.status().is_success() {
            return Err(format!("it answers with status {}", answer.status().as_u16()));
        }
        let body = answer.body_mut().with_config().limit(BODY_BYTES_MAX).lossy_utf8(true);
        body.read_to_string().map_err(|error| said(&error, most, BODY_BYTES_MAX))
    }
}
