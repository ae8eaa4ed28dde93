//! One try on the wire: the request out, the head within its limit, the body within its size and never stalled. Errors
//! of the libraries below become the client's own here.

use super::{
    Bytes, ClientConfigError, ClientError, HttpClientBuilder, Request, Response,
    connect::{ConnectTimedOut, Connector},
};
use crate::deadline::{Deadline, format_timeout};
use http::{HeaderName, HeaderValue};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use hyper_util::{
    client::legacy::{Client, Error},
    rt::{TokioExecutor, TokioTimer},
};
use std::{error::Error as StdError, io, time::Duration};
use tokio::time::{Instant, timeout_at};

/// The pool of connections and the limits of a try.
#[derive(Debug)]
pub(super) struct Exchange {
    connections: Client<Connector, Full<Bytes>>,
    first_byte_timeout: Duration,
    stall_timeout: Duration,
    body_bytes_max: usize,
    deadline_header: Option<HeaderName>,
}

impl Exchange {
    pub(super) fn new(config: &HttpClientBuilder) -> Result<Self, ClientConfigError> {
        let connections = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(config.idle_timeout)
            .pool_max_idle_per_host(config.idle_per_host_max)
            .pool_timer(TokioTimer::new())
            .timer(TokioTimer::new())
            .build(Connector::new(config)?);
        Ok(Self {
            connections,
            first_byte_timeout: config.first_byte_timeout,
            stall_timeout: config.stall_timeout,
            body_bytes_max: config.body_bytes_max,
            deadline_header: config.deadline_header.clone(),
        })
    }

    /// Makes one try.
    pub(super) async fn send(
        &self,
        mut request: Request<Bytes>,
    ) -> Result<Response<Bytes>, ClientError> {
        if let (Some(header), Some(deadline)) = (&self.deadline_header, Deadline::current()) {
            let left = format_timeout(deadline.remaining());
            let left = HeaderValue::try_from(left).expect("digits and a letter");
            request.headers_mut().insert(header, left);
        }
        let limit = self.first_byte_timeout;
        let answer = timeout_at(until(limit), self.connections.request(request.map(Full::new)));
        let answer = answer.await.map_err(|_elapsed| ClientError::FirstByteTimeout { limit })?;
        let (head, body) = answer.map_err(no_answer)?.into_parts();
        Ok(Response::from_parts(head, self.collect(body).await?))
    }

    /// The whole body. A body of one piece, as most are, is not copied.
    async fn collect(&self, mut body: Incoming) -> Result<Bytes, ClientError> {
        let bytes_max = self.body_bytes_max;
        let too_large = ClientError::BodyTooLarge { bytes_max };
        let told = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if told > bytes_max {
            return Err(too_large);
        }
        let (mut only, mut joined) = (Bytes::new(), Vec::new());
        while let Some(piece) = self.next_piece(&mut body).await? {
            if only.len() + joined.len() + piece.len() > bytes_max {
                return Err(too_large);
            }
            if only.is_empty() && joined.is_empty() {
                only = piece;
                continue;
            }
            if joined.is_empty() {
                joined.reserve(told);
                joined.extend_from_slice(&std::mem::take(&mut only));
            }
            joined.extend_from_slice(&piece);
        }
        Ok(if joined.is_empty() { only } else { joined.into() })
    }

    /// The next piece of a body that is not empty.
    async fn next_piece(&self, body: &mut Incoming) -> Result<Option<Bytes>, ClientError> {
        let limit = self.stall_timeout;
        loop {
            let frame = timeout_at(until(limit), body.frame()).await;
            let frame = match frame.map_err(|_elapsed| ClientError::Stalled { limit })? {
                None => return Ok(None),
                Some(frame) => frame.map_err(|error| ClientError::Broken(error.into()))?,
            };
            match frame.into_data() {
                Ok(data) if !data.is_empty() => return Ok(Some(data)),
                Ok(_) | Err(_) => {}
            }
        }
    }
}

/// The end of a step: its limit, or the deadline when that comes first, to the same moment: the step is looked at before
/// the call that it is part of, so that the host's breaker learns of it.
fn until(limit: Duration) -> Instant {
    let limit = Deadline::after(limit);
    Deadline::current().map_or(limit, |deadline| deadline.min(limit)).instant()
}

/// Why there was no head of an answer.
fn no_answer(error: Error) -> ClientError {
    if let Some(ConnectTimedOut { limit }) = find_cause(&error) {
        return ClientError::ConnectTimeout { limit: *limit };
    }
    if find_cause::<rustls::Error>(&error).is_some() {
        return ClientError::Tls(error.into());
    }
    if error.is_connect() {
        return ClientError::Connect(error.into());
    }
    if find_cause(&error).is_some_and(hyper::Error::is_parse) {
        return ClientError::Malformed(error.into());
    }
    ClientError::Broken(error.into())
}

/// The first cause of this kind; what an `io::Error` is made from is looked at, too.
fn find_cause<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(found) = cause.downcast_ref() {
            return Some(found);
        }
        let inside = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inside {
            Some(inside) => Some(inside),
            None => cause.source(),
        };
    }
    None
}
