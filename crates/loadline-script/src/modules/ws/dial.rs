//! Opening a WebSocket as a script asked for it, and what the server answered.

use std::rc::Rc;
use std::time::Instant;

use loadline_load::message::Fields;
use loadline_load::transport::{Network, SocketRequest, WebSocket};
use loadline_load::{Endpoint, ErrorKind, Fault};
use rquickjs::{Array, Ctx, FromJs, Object, Result, Value};

use super::link::Link;
use crate::metrics::{Meters, MetricId, TagsId};
use crate::modules::http::cookie_header;
use crate::vu::Vu;

/// What is to be opened.
pub(super) struct Plan {
    endpoint: Endpoint,
    path: String,
    headers: Vec<(String, String)>,
    protocols: Vec<String>,
    network: Rc<Network>,
    random: fastrand::Rng,
    meters: Rc<Meters>,
    tags: TagsId,
    has_status: bool,
    /// Whether a connection that was refused counts as a session, as in the older of k6's two modules.
    counts_refusals: bool,
}

/// What a script asked for besides the address: read by the classes.
pub(super) struct Asked<'js> {
    headers: Vec<(String, String)>,
    tags: Vec<(String, String)>,
    protocols: Vec<String>,
    jar: Value<'js>,
    /// Whether the address is a tag, too.
    is_named: bool,
}

/// What became of it.
pub(super) struct Dialled {
    pub(super) link: std::result::Result<Rc<Link>, String>,
    /// Zero without an answer.
    pub(super) status: u16,
    pub(super) headers: Fields,
    /// Of a refusal, as far as it came along with its head.
    pub(super) body: Vec<u8>,
}

impl<'js> FromJs<'js> for Asked<'js> {
    fn from_js(_ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let read: Object<'js> = value.get()?;
        Ok(Self {
            headers: pairs(&read.get("headers")?)?,
            tags: pairs(&read.get("tags")?)?,
            protocols: read.get("protocols")?,
            jar: read.get("jar")?,
            is_named: read.get("named")?,
        })
    }
}

fn pairs(list: &Array<'_>) -> Result<Vec<(String, String)>> {
    let pairs = list.iter::<Array<'_>>().map(|pair| {
        let pair = pair?;
        Ok((pair.get(0)?, pair.get(1)?))
    });
    pairs.collect()
}

impl Plan {
    /// What that address and those wishes come to; the error is a message.
    pub(super) fn new(vu: &Vu, url: &str, asked: Asked<'_>) -> std::result::Result<Self, String> {
        let malformed = || "malformed ws or wss URL".to_owned();
        let (scheme, rest) = url.split_once("://").ok_or_else(malformed)?;
        let http = match scheme.to_ascii_lowercase().as_str() {
            "ws" => "http",
            "wss" => "https",
            _ => return Err(malformed()),
        };
        let (endpoint, path) =
            Endpoint::of(&format!("{http}://{rest}")).map_err(|error| error.why)?;
        let mut headers = asked.headers;
        let has = |headers: &[(String, String)], wanted: &str| {
            headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted))
        };
        if !has(&headers, "user-agent") {
            let own = vu.code.settings().options.user_agent.clone();
            let usual = || concat!("loadline/", env!("CARGO_PKG_VERSION")).to_owned();
            headers.push(("User-Agent".to_owned(), own.unwrap_or_else(usual)));
        }
        if let Some(cookies) = cookie_header(vu, &asked.jar, &endpoint, &path)
            && !has(&headers, "cookie")
        {
            headers.push(("Cookie".to_owned(), cookies));
        }
        let mut protocols = asked.protocols;
        headers.retain(|(name, value)| {
            let is_offer = name.eq_ignore_ascii_case("sec-websocket-protocol");
            if is_offer {
                protocols.extend(value.split(',').map(|one| one.trim().to_owned()));
            }
            !is_offer && !is_of_handshake(name)
        });
        let (meters, tagging) = (vu.meters(), vu.code.settings().tagging);
        let mut tags = vu.tags();
        if meters.wants_url() {
            tags = meters.with(tags, "url", url);
        }
        if asked.is_named && tagging.name {
            tags = meters.with(tags, "name", url);
        }
        for (name, value) in &asked.tags {
            tags = meters.with(tags, name, value);
        }
        Ok(Self {
            endpoint,
            path,
            headers,
            protocols,
            network: vu.worker().network.clone(),
            random: vu.worker().random().fork(),
            meters: meters.clone(),
            tags,
            has_status: tagging.status,
            counts_refusals: false,
        })
    }

    /// The same, with refusals counted as sessions.
    pub(super) fn counting_refusals(self) -> Self {
        Self { counts_refusals: true, ..self }
    }

    /// Opens it.
    pub(super) async fn dial(self) -> Dialled {
        let request = SocketRequest {
            endpoint: &self.endpoint,
            path: &self.path,
            headers: &self.headers,
            protocols: &self.protocols,
            timeout: None,
        };
        let started = Instant::now();
        let (exchange, socket) = WebSocket::open(&self.network, request, self.random).await;
        let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        let reply = exchange.result.unwrap_or_default();
        let (status, headers) = (reply.status, reply.fields.unwrap_or_default());
        let mut tags = match self.has_status && status != 0 {
            true => self.meters.with(self.tags, "status", &status.to_string()),
            false => self.tags,
        };
        if let Some(protocol) = socket.as_ref().ok().map(WebSocket::protocol) {
            tags = self.meters.with(tags, "subproto", protocol);
        }
        self.meters.add(MetricId::WS_SESSIONS, tags, 1.0);
        self.meters.add(MetricId::WS_CONNECTING, tags, took_ms);
        self.meters.bytes(tags, exchange.bytes_sent, exchange.bytes_received);
        let link = match socket {
            Ok(socket) => Ok(Rc::new(Link::new(socket, self.meters, tags))),
            Err(fault) => {
                if self.counts_refusals {
                    self.meters.add(MetricId::WS_SESSION_DURATION, tags, took_ms);
                }
                Err(told(&fault, &self.endpoint))
            }
        };
        Dialled { link, status, headers, body: reply.body.unwrap_or_default() }
    }
}

/// Fields that belong to the handshake itself.
fn is_of_handshake(name: &str) -> bool {
    [
        "upgrade",
        "connection",
        "sec-websocket-key",
        "sec-websocket-version",
        "sec-websocket-extensions",
    ]
    .iter()
    .any(|own| name.eq_ignore_ascii_case(own))
}

/// Why there is no connection, in k6's words where it has some.
fn told(fault: &Fault, endpoint: &Endpoint) -> String {
    let Endpoint { host, port, .. } = endpoint;
    match fault.kind {
        ErrorKind::Refused => format!("dial tcp {host}:{port}: connect: connection refused"),
        ErrorKind::Dns => format!("dial tcp: lookup {host}: no such host"),
        ErrorKind::TimedOutConnecting => format!("dial tcp {host}:{port}: i/o timeout"),
        ErrorKind::BadStatus | ErrorKind::Protocol => "websocket: bad handshake".to_owned(),
        ErrorKind::Tls => format!("tls: {}", fault.detail),
        ErrorKind::Closed => "unexpected EOF".to_owned(),
        _ => fault.detail.clone(),
    }
}
