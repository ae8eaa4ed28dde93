//! One call: messages in and out, and how it ends.

use bytes::{BufMut as _, Bytes, BytesMut};
use h2::server::SendResponse;
use h2::{RecvStream, SendStream};
use http::{HeaderMap, HeaderValue, Response};
use prost::Message;

/// The longest message taken.
const MESSAGE_BYTES_MAX: usize = 1 << 20;
/// Compressed or not, and the length.
const PREFIX_BYTES: usize = 5;

/// Statuses that the services use.
pub(super) const OK: i32 = 0;
pub(super) const INVALID_ARGUMENT: i32 = 3;
pub(super) const NOT_FOUND: i32 = 5;
pub(super) const UNIMPLEMENTED: i32 = 12;
pub(super) const INTERNAL: i32 = 13;

/// How a call ends when it does not end well.
#[derive(Debug)]
pub(super) struct Status {
    pub(super) code: i32,
    pub(super) message: String,
}

impl Status {
    pub(super) fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl<E: std::error::Error> From<E> for Status {
    fn from(error: E) -> Self {
        Self::new(INTERNAL, error.to_string())
    }
}

/// A call under way.
pub(super) struct Call {
    pub(super) metadata: HeaderMap,
    /// What goes out with the trailers beside the status.
    pub(super) trailers: HeaderMap,
    incoming: RecvStream,
    pending: BytesMut,
    respond: SendResponse<Bytes>,
    outgoing: Option<SendStream<Bytes>>,
    head: HeaderMap,
}

impl Call {
    pub(super) fn new(
        metadata: HeaderMap,
        incoming: RecvStream,
        respond: SendResponse<Bytes>,
    ) -> Self {
        let mut head = HeaderMap::new();
        head.insert("content-type", HeaderValue::from_static("application/grpc"));
        let (trailers, pending) = (HeaderMap::new(), BytesMut::new());
        Self { metadata, trailers, incoming, pending, respond, outgoing: None, head }
    }

    /// Adds to what goes out before the first message.
    pub(super) fn add_header(&mut self, name: &'static str, value: &'static str) {
        self.head.insert(name, HeaderValue::from_static(value));
    }

    /// The next message; none when the client has said all.
    pub(super) async fn next<M: Message + Default>(&mut self) -> Result<Option<M>, Status> {
        let Some(bytes) = self.next_bytes().await? else { return Ok(None) };
        let decoded = M::decode(bytes);
        decoded.map(Some).map_err(|error| Status::new(INVALID_ARGUMENT, error.to_string()))
    }

    /// The only message of a call that has one.
    pub(super) async fn one<M: Message + Default>(&mut self) -> Result<M, Status> {
        let none = || Status::new(INVALID_ARGUMENT, "the call has no message");
        self.next().await?.ok_or_else(none)
    }

    /// The next message as it came.
    pub(super) async fn next_bytes(&mut self) -> Result<Option<Bytes>, Status> {
        loop {
            if let [0, a, b, c, d, ..] = self.pending[..] {
                let length = u32::from_be_bytes([a, b, c, d]) as usize;
                if length > MESSAGE_BYTES_MAX {
                    return Err(Status::new(INVALID_ARGUMENT, "the message is too long"));
                }
                if self.pending.len() >= PREFIX_BYTES + length {
                    let mut frame = self.pending.split_to(PREFIX_BYTES + length);
                    return Ok(Some(frame.split_off(PREFIX_BYTES).freeze()));
                }
            }
            if self.pending.first().is_some_and(|first| *first != 0) {
                return Err(Status::new(UNIMPLEMENTED, "compressed messages are not taken"));
            }
            let Some(data) = self.incoming.data().await else { return Ok(None) };
            let data = data?;
            self.incoming.flow_control().release_capacity(data.len())?;
            self.pending.extend_from_slice(&data);
        }
    }

    /// Sends a message.
    pub(super) fn send(&mut self, message: &impl Message) -> Result<(), Status> {
        self.send_bytes(&message.encode_to_vec())
    }

    /// Sends a message that is encoded already.
    pub(super) fn send_bytes(&mut self, message: &[u8]) -> Result<(), Status> {
        let mut frame = BytesMut::with_capacity(PREFIX_BYTES + message.len());
        frame.put_u8(0);
        frame.put_u32(u32::try_from(message.len())?);
        frame.put_slice(message);
        self.outgoing()?.send_data(frame.freeze(), false)?;
        Ok(())
    }

    /// Ends the call with trailers.
    pub(super) fn end(mut self, ended: Result<(), Status>) {
        let status = ended.err().unwrap_or_else(|| Status::new(OK, ""));
        let mut trailers = std::mem::take(&mut self.trailers);
        trailers.insert("grpc-status", HeaderValue::from(status.code));
        if let Ok(message) = HeaderValue::from_str(&status.message)
            && !message.is_empty()
        {
            trailers.insert("grpc-message", message);
        }
        if let Ok(outgoing) = self.outgoing() {
            // A client that has left hears nothing more.
            let _ = outgoing.send_trailers(trailers);
        }
    }

    /// The answer's stream, whose head goes out when it is first asked for.
    fn outgoing(&mut self) -> Result<&mut SendStream<Bytes>, Status> {
        if self.outgoing.is_none() {
            let mut head = Response::new(());
            *head.headers_mut() = std::mem::take(&mut self.head);
            self.outgoing = Some(self.respond.send_response(head, false)?);
        }
        Ok(self.outgoing.as_mut().expect("the stream was just made"))
    }
}
