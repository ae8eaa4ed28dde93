//! Connections that stay: WebSockets with what is said over them, streams of server-sent events.

use super::step::{Auth, Expected, Save};
use super::template::Template;
use crate::quantity::Span;
use crate::traffic::Think;

/// A WebSocket: opened, talked over, closed.
#[derive(Debug, Clone, PartialEq)]
pub struct WebSocket {
    /// A path that begins with `/`, or a whole `ws://`, `wss://`, `http://` or `https://` URL.
    pub path: Template,
    /// The name it is counted under; the path as it is written when there is none.
    pub name: Option<String>,
    /// Headers of the opening request, besides the flow's.
    pub headers: Vec<(String, Template)>,
    /// How the opening request proves who sends it; the flow's way when there is none.
    pub auth: Option<Auth>,
    /// Subprotocols offered, the most wanted first.
    pub protocols: Vec<String>,
    /// What is done while it is open; it is closed behind the last one.
    pub actions: Vec<SocketAction>,
}

/// One thing done over an open WebSocket.
#[derive(Debug, Clone, PartialEq)]
pub enum SocketAction {
    /// Sends a text.
    Send(Template),
    /// Sends that many zero bytes as one binary message.
    SendBytes(u64),
    /// Sends a ping and waits for its pong.
    Ping,
    /// Waits for a message; messages that do not fit are passed over.
    Expect(Expectation),
    /// Stays open that long; messages that come are counted. A [`Think::Pacing`] is not among them.
    Wait(Think),
    /// The same things again.
    Repeat {
        /// How often.
        times: u32,
        /// What is done each time.
        actions: Vec<SocketAction>,
    },
}

/// A message or an event that is waited for.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// What it has to be; any one will do when there is nothing.
    pub expected: Option<Expected>,
    /// How long it may take; the request's time limit when nothing is said.
    pub within: Option<Span>,
    /// What is kept of it.
    pub save: Vec<Save>,
}

/// A stream of server-sent events, read for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Events {
    /// A path that begins with `/`, or a whole `http://` or `https://` URL.
    pub path: Template,
    /// The name it is counted under; the path as it is written when there is none.
    pub name: Option<String>,
    /// Headers of the request, besides the flow's.
    pub headers: Vec<(String, Template)>,
    /// How the request proves who sends it; the flow's way when there is none.
    pub auth: Option<Auth>,
    /// Ends after that many events.
    pub count: Option<u64>,
    /// Ends after that time.
    pub length: Option<Span>,
    /// Ends with the first event whose data is this.
    pub until: Option<Expected>,
    /// What is kept of the last event's data.
    pub save: Vec<Save>,
}
