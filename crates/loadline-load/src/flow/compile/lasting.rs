//! Connections that stay: their opening as a request like any other, and what is done over them.

use loadline_core::Span;
use loadline_core::file::{self, Auth, Events, Method, SocketAction, Template, WebSocket};

use super::super::answer::Save;
use super::super::error::FlowError;
use super::super::events::Listening;
use super::super::fill::Text;
use super::super::plan::{Act, Step};
use super::super::socket::{Awaited, Talk, Turn};
use super::flow::Compiler;
use crate::message::Keep;

/// The status that agrees to a WebSocket.
const SWITCHING_PROTOCOLS: u16 = 101;
/// The only status that a stream of events has (HTML standard, section 9.2).
const OK: u16 = 200;

/// The request that opens something.
struct Opening<'a> {
    path: &'a Template,
    name: &'a Option<String>,
    headers: &'a [(String, Template)],
    auth: &'a Option<Auth>,
}

impl Compiler<'_> {
    pub(super) fn websocket(&mut self, socket: &WebSocket) -> Result<Act, FlowError> {
        let WebSocket { path, name, headers, auth, protocols, actions } = socket;
        let mut lines = vec![
            ("connection", "Upgrade".to_owned()),
            ("upgrade", "websocket".to_owned()),
            ("sec-websocket-version", "13".to_owned()),
        ];
        if !protocols.is_empty() {
            lines.push(("sec-websocket-protocol", protocols.join(", ")));
        }
        let mut opening = self.opening(&Opening { path, name, headers, auth }, lines)?;
        opening.expected_status = vec![SWITCHING_PROTOCOLS];
        opening.keep = Keep { fields: true, body: false, failure: true, peer: false };
        let turns = self.turns(actions)?;
        Ok(Act::Talk(Box::new(Talk { opening, protocols: protocols.clone(), turns })))
    }

    pub(super) fn events(&mut self, events: &Events) -> Result<Act, FlowError> {
        let Events { path, name, headers, auth, count, length, until, save } = events;
        let lines = vec![("accept", "text/event-stream".to_owned())];
        let mut opening = self.opening(&Opening { path, name, headers, auth }, lines)?;
        opening.expected_status = vec![OK];
        // The body is what the stream is read from; it never gathers.
        opening.keep = Keep { fields: true, body: true, failure: true, peer: false };
        let until = until.as_ref().map(|until| self.expected(until)).transpose()?;
        let saves = self.saves(save)?;
        let length = length.map(Span::duration);
        Ok(Act::Listen(Box::new(Listening { opening, count: *count, length, until, saves })))
    }

    /// A GET without a body, with `lines` where its own headers do not say otherwise.
    fn opening(
        &mut self,
        opening: &Opening<'_>,
        lines: Vec<(&str, String)>,
    ) -> Result<Step, FlowError> {
        let lines =
            lines.into_iter().map(|(name, value)| (name.to_owned(), Template::constant(value)));
        let is_own =
            |name: &str| opening.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let mut headers = opening.headers.to_vec();
        headers.extend(lines.filter(|(name, _)| !is_own(name)));
        self.step(&file::Step {
            name: opening.name.clone(),
            headers,
            auth: opening.auth.clone(),
            redirects: Some(0),
            ..file::Step::new(Method::Get, opening.path.clone())
        })
    }

    fn turns(&mut self, actions: &[SocketAction]) -> Result<Vec<Turn>, FlowError> {
        actions.iter().map(|action| self.turn(action)).collect()
    }

    fn turn(&mut self, action: &SocketAction) -> Result<Turn, FlowError> {
        Ok(match action {
            SocketAction::Send(text) => Turn::Send(Text::new(text, &mut self.names)?),
            SocketAction::SendBytes(count) => Turn::SendZeros(*count),
            SocketAction::Ping => Turn::Ping,
            SocketAction::Wait(think) => Turn::Wait(*think),
            SocketAction::Repeat { times, actions } => {
                Turn::Repeat { times: *times, turns: self.turns(actions)? }
            }
            SocketAction::Expect(expectation) => {
                let file::Expectation { expected, within, save } = expectation;
                let expected = expected.as_ref().map(|it| self.expected(it)).transpose()?;
                let within = within.map(Span::duration);
                self.timeout_min = [self.timeout_min, within].into_iter().flatten().min();
                Turn::Expect(Awaited { expected, within, saves: self.saves(save)? })
            }
        })
    }

    fn saves(&mut self, saves: &[file::Save]) -> Result<Vec<Save>, FlowError> {
        saves.iter().map(|save| self.save(save)).collect()
    }
}
