//! The part of a request that every protocol has: where it goes, its headers, its label.

use loadline_core::file::{Method, Template, class_of};

use super::super::error::FlowError;
use super::super::fill::Text;
use super::super::plan::Header;
use super::flow::Compiler;
use crate::record::Label;
use crate::transport::Endpoint;

/// Sent with every request that does not name them itself.
const DEFAULT_HEADERS: [(&str, &str); 2] =
    [("user-agent", concat!("loadline/", env!("CARGO_PKG_VERSION"))), ("accept", "*/*")];

impl Compiler<'_> {
    /// The endpoint of a request, and its path below it.
    pub(super) fn locate(&mut self, path: &Template) -> Result<(Endpoint, Text), FlowError> {
        let text = Text::new(path, &mut self.names)?;
        if text.begins_with('/') {
            return Ok((self.known(self.endpoint.clone()), text.prefixed(&self.prefix)));
        }
        let (host, path_below) =
            text.split_at_path().ok_or_else(|| FlowError::MovingHost(path.to_string()))?;
        // A WebSocket's own schemes are HTTP's under other names.
        let host = if host.starts_with("ws") { host.replacen("ws", "http", 1) } else { host };
        let (endpoint, _) = Endpoint::of(&host)?;
        let path = if path_below.begins_with('/') { path_below } else { path_below.prefixed("/") };
        Ok((self.known(endpoint), path))
    }

    /// Notes an endpoint among those the flow talks to.
    fn known(&mut self, endpoint: Endpoint) -> Endpoint {
        if !self.endpoints.contains(&endpoint) {
            self.endpoints.push(endpoint.clone());
        }
        endpoint
    }

    /// A request's own headers, then `implied` ones, then the flow's and the defaults that are not among them.
    /// The host and the length are not among those: who writes the request knows them.
    pub(super) fn headers(
        &mut self,
        own: &[(String, Template)],
        proof: Option<Header>,
        implied: Option<(&str, String)>,
    ) -> Result<Vec<(String, Header)>, FlowError> {
        let mut chosen: Vec<(String, Header)> = Vec::new();
        let mut choose = |name: &str, header: Header| {
            let is_ours =
                ["host", "content-length"].iter().any(|ours| name.eq_ignore_ascii_case(ours));
            if !is_ours && !chosen.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
                chosen.push((name.to_owned(), header));
            }
        };
        for (name, value) in own {
            choose(name, Header::Plain(Text::new(value, &mut self.names)?));
        }
        proof.into_iter().for_each(|proof| choose("authorization", proof));
        for (name, value) in &self.flow.headers {
            choose(name, Header::Plain(Text::new(value, &mut self.names)?));
        }
        let defaults = DEFAULT_HEADERS.map(|(name, value)| (name, value.to_owned()));
        for (name, value) in defaults.into_iter().chain(implied) {
            choose(name, Header::Plain(Text::constant(value)));
        }
        Ok(chosen)
    }

    /// The Host header: the file's own where it is known ahead, else the endpoint's.
    pub(super) fn host(
        &mut self,
        own: &[(String, Template)],
        endpoint: &Endpoint,
    ) -> Result<String, FlowError> {
        let mut headers = own.iter().chain(&self.flow.headers);
        let named = headers.find(|(name, _)| name.eq_ignore_ascii_case("host"));
        Ok(named
            .map(|(_, value)| Text::new(value, &mut self.names))
            .transpose()?
            .and_then(|text| text.known())
            .unwrap_or_else(|| endpoint.host_header()))
    }

    /// The label a request is counted under; its class goes by the path as it is written.
    pub(super) fn label(&self, name: String, method: Method, path: &Template) -> Label {
        let path = path.to_string();
        let below_host = path.find("://").map_or(&*path, |at| {
            path[at + 3..].find('/').map_or("/", |slash| &path[at + 3 + slash..])
        });
        let class = class_of(self.classes, method, below_host).map(Into::into);
        Label { name: name.into(), method: method.as_str(), class, load: self.load.clone() }
    }
}
