//! The opening handshake: an HTTP/1.1 request that asks for another protocol, and the answer that agrees.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

use crate::message::Fields;

/// Appended to the key before it is hashed, so that only a server that means it agrees.
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// A key of sixteen random bytes, which the answer has to prove it has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

/// An answer that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandshakeError {
    /// Neither of the two headers that say so.
    #[error("the answer 101 does not say `{0}`")]
    NotUpgraded(&'static str),
    /// No proof that the key was read.
    #[error("the answer 101 has no Sec-WebSocket-Accept that fits the key")]
    WrongAccept,
    /// A subprotocol nobody offered.
    #[error("the server chose the subprotocol `{0}`, which was not offered")]
    WrongProtocol(String),
    /// An extension nobody offered.
    #[error("the server chose the extension `{0}`, which was not offered")]
    Extension(String),
}

impl Key {
    /// The key of these bytes.
    pub fn new(random: [u8; 16]) -> Self {
        Self(STANDARD.encode(random))
    }

    /// The value of `Sec-WebSocket-Key`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value of `Sec-WebSocket-Accept` that answers it.
    pub fn accept(&self) -> String {
        STANDARD.encode(Sha1::new().chain_update(&self.0).chain_update(GUID).finalize())
    }
}

/// Whether the header fields of an answer 101 agree to what was asked with `key` and `offered` subprotocols.
/// A server may choose none of these; gives the one it chose.
///
/// # Errors
/// When they do not agree.
pub fn check_answer<'f>(
    fields: &'f Fields,
    key: &Key,
    offered: &[String],
) -> Result<Option<&'f str>, HandshakeError> {
    let text = |name: &str| {
        fields.get(name).and_then(|value| std::str::from_utf8(value).ok()).unwrap_or_default()
    };
    let names = |value: &str, wanted: &str| {
        value.split(',').any(|part| part.trim().eq_ignore_ascii_case(wanted))
    };
    if !names(text("upgrade"), "websocket") {
        return Err(HandshakeError::NotUpgraded("Upgrade: websocket"));
    }
    if !names(text("connection"), "upgrade") {
        return Err(HandshakeError::NotUpgraded("Connection: Upgrade"));
    }
    if text("sec-websocket-accept") != key.accept() {
        return Err(HandshakeError::WrongAccept);
    }
    let extensions = text("sec-websocket-extensions");
    if !extensions.is_empty() {
        return Err(HandshakeError::Extension(extensions.to_owned()));
    }
    match text("sec-websocket-protocol") {
        "" => Ok(None),
        chosen if offered.iter().any(|one| one == chosen) => Ok(Some(chosen)),
        other => Err(HandshakeError::WrongProtocol(other.to_owned())),
    }
}
