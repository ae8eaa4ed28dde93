//! Following a request to its last answer: redirects, a challenge, cookies; each request on the way measured.

use std::rc::Rc;
use std::time::Instant;

use loadline_load::coding::{decode_all, named};
use loadline_load::digest::Challenge;
use loadline_load::location;
use loadline_load::message::{Fields, Keep, Payload, Reply, Rest};
use loadline_load::transport::{
    Exchange, Http as Transport, Peer, Phases, Request, Transport as _,
};

use super::client::Client;
use super::fault::{RequestFault, code_of_status};
use super::params::{Auth, ResponseType};
use super::request::{Method, Outgoing, Step, Unsendable};
use super::target::Target;
use crate::metrics::HttpSample;
use crate::script::{LogLevel, LogSource};
use crate::vu::Vu;

/// Bytes a decoded body may have.
const BODY_BYTES_MAX: usize = 256 << 20;

/// The last answer of a request, or why there is none.
pub(super) struct Answer {
    pub(super) status: u16,
    /// The URL it came from.
    pub(super) url: Rc<str>,
    pub(super) fields: Option<Fields>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) response_type: ResponseType,
    pub(super) fault: Option<RequestFault>,
    pub(super) phases: Option<Phases>,
    pub(super) peer: Option<Rc<Peer>>,
    pub(super) asked: Asked,
}

/// The request an answer is for, as the script can see it.
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) url: Rc<str>,
    pub(super) head: Rc<[u8]>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The number of its error; zero for none.
    pub(super) fn error_code(&self) -> u16 {
        match &self.fault {
            Some(fault) => fault.code,
            None => code_of_status(self.status),
        }
    }
}

/// The answer to a request that cannot be sent; counted where k6 finds out as late as when it sends it.
pub(super) fn refused(vu: &Rc<Vu>, request: Unsendable) -> Box<Answer> {
    let Unsendable { method, url, name, fault, params } = request;
    let phases = fault.is_counted().then(|| Phases::at_once(Instant::now()));
    if let Some(phases) = &phases {
        let sample = HttpSample {
            place: None,
            tags: params.tags,
            name: &name,
            method: method.as_str(),
            proto: "",
            tls_version: "",
            error: &fault.text,
            error_code: fault.code,
            status: 0,
            expected: params.expected.as_ref().map(|_| false),
            phases,
            intended: None,
            stands_for: None,
            bytes_sent: 0,
            bytes_received: 0,
        };
        vu.sampled(|| vu.meters().http(&sample));
    }
    Box::new(Answer {
        status: 0,
        url: "".into(),
        fields: None,
        body: None,
        response_type: ResponseType::Text,
        fault: Some(fault),
        phases,
        peer: None,
        asked: Asked { method, url: url.into(), head: Rc::default(), body: Vec::new() },
    })
}

/// A request under way.
struct Trip<'a> {
    vu: &'a Rc<Vu>,
    client: &'a Client,
    outgoing: &'a Outgoing,
    target: Rc<Target>,
    method: Method,
    with_body: bool,
    redirects: u64,
    challenged: bool,
    authorization: Option<String>,
    /// Where the last redirect came from, as far as that may be told.
    referer: Option<Rc<str>>,
}

/// What comes after an answer.
enum Next {
    Done,
    Redirect(Target),
    Prove(Challenge),
}

/// Sends a request, follows where its answers lead, and measures each; gives the last.
pub(super) async fn send(
    vu: &Rc<Vu>,
    client: &Client,
    transport: &mut Transport,
    outgoing: &Outgoing,
) -> Box<Answer> {
    let mut trip = Trip {
        vu,
        client,
        outgoing,
        target: outgoing.target.clone(),
        method: outgoing.method.clone(),
        with_body: true,
        redirects: 0,
        challenged: false,
        authorization: outgoing.basic(),
        referer: None,
    };
    loop {
        let (mut exchange, head) = trip.exchange(transport).await;
        let next = trip.next(&exchange);
        trip.keep_cookies(&exchange);
        let fault = trip.decode(&mut exchange).or_else(|| trip.fault(&exchange));
        trip.measure(&exchange, fault.as_ref());
        match next {
            Next::Done => return trip.answer(exchange, fault, head),
            Next::Redirect(target) => trip.redirect(target, &exchange),
            Next::Prove(challenge) => trip.prove(challenge),
        }
    }
}

impl Trip<'_> {
    async fn exchange(&mut self, transport: &mut Transport) -> (Exchange, Rc<[u8]>) {
        let plain = self.outgoing.plain.as_ref().filter(|_| {
            let jar = self.outgoing.params.jar.as_ref();
            self.redirects == 0 && jar.is_none_or(|jar| jar.borrow().is_empty())
        });
        let owned;
        let head: &[u8] = match plain {
            Some(plain) => &plain.head,
            None => {
                owned = self.written();
                &owned
            }
        };
        let looks = self.vu.code.looks;
        let wants_body = looks.body && self.outgoing.params.response_type != ResponseType::Nothing;
        let request = Request {
            started: Instant::now(),
            endpoint: &self.target.endpoint,
            payload: Payload { written: head, rest: Rest::Nothing },
            head_only: self.method.as_str() == "HEAD",
            repeatable: self.method.is_repeatable(),
            keep: Keep { fields: looks.fields, body: wants_body, peer: true, failure: false },
            timeout: Some(self.outgoing.params.timeout()),
        };
        let exchange = transport.exchange(request).await;
        let head = match plain {
            Some(plain) => plain.shown.clone(),
            None => head.into(),
        };
        (exchange, head)
    }

    fn written(&self) -> Vec<u8> {
        let step = Step {
            method: &self.method,
            target: &self.target,
            with_body: self.with_body,
            authorization: self.authorization.as_deref(),
            referer: self.referer.as_deref(),
            is_elsewhere: !self.target.is_of_site(&self.outgoing.target),
        };
        let mut head = self.outgoing.head(self.vu, &step);
        if let Some(body) = self.outgoing.body.as_ref().filter(|_| self.with_body) {
            head.extend_from_slice(&body.bytes);
        }
        head
    }

    fn next(&self, exchange: &Exchange) -> Next {
        let Ok(reply) = &exchange.result else { return Next::Done };
        let Some(fields) = &reply.fields else { return Next::Done };
        let asks = reply.status == 401
            && self.outgoing.params.auth == Auth::Digest
            && !self.challenged
            && self.outgoing.target.credentials.is_some();
        if asks {
            return Challenge::read(fields).map_or(Next::Done, Next::Prove);
        }
        let is_redirect = matches!(reply.status, 301 | 302 | 303 | 307 | 308);
        if !is_redirect {
            return Next::Done;
        }
        let most = self.outgoing.params.redirects_max;
        if self.redirects >= most {
            if self.redirects > 0 {
                let message = format!(
                    "Possible redirect loop, {} response returned last, {most} redirects followed; pass {{ redirects: n }} in request params or set global maxRedirects to silence this",
                    reply.status
                );
                let host = &self.vu.code.host;
                host.log(LogLevel::Warning, &message, LogSource::Engine);
            }
            return Next::Done;
        }
        let Some(location) = fields.get("location") else { return Next::Done };
        let location = String::from_utf8_lossy(location);
        let resolved = location::resolve(&location, &self.target.endpoint, &self.target.path);
        resolved.map_or(Next::Done, |(endpoint, path)| Next::Redirect(Target::of(endpoint, &path)))
    }

    fn redirect(&mut self, target: Target, exchange: &Exchange) {
        let status = exchange.result.as_ref().map_or(0, |reply| reply.status);
        let keeps = matches!(status, 307 | 308) || matches!(self.method.as_str(), "GET" | "HEAD");
        if !keeps {
            self.method = Method::Usual("GET");
            self.with_body = false;
        }
        if target.endpoint != self.target.endpoint {
            self.authorization = None;
        }
        let was_secret = self.target.endpoint.tls && !target.endpoint.tls;
        self.referer = (!was_secret).then(|| self.target.bare());
        self.redirects += 1;
        self.target = Rc::new(target);
    }

    fn prove(&mut self, challenge: Challenge) {
        self.challenged = true;
        let Some(credentials) = &self.outgoing.target.credentials else { return };
        let mut challenges = self.client.challenges.borrow_mut();
        challenges.remember(&self.target.endpoint, challenge);
        self.authorization = challenges.authorization(
            &self.target.endpoint,
            credentials,
            self.method.as_str(),
            &self.target.path,
            &mut self.vu.worker().random(),
        );
    }

    fn keep_cookies(&self, exchange: &Exchange) {
        let Ok(Reply { fields: Some(fields), .. }) = &exchange.result else { return };
        if let Some(jar) = &self.outgoing.params.jar {
            jar.borrow_mut().keep(fields, &self.target.endpoint, &self.target.path);
        }
    }

    /// Undoes the codings of the body, where it is wanted; gives why that cannot be done.
    fn decode(&self, exchange: &mut Exchange) -> Option<RequestFault> {
        let Ok(reply) = &mut exchange.result else { return None };
        let coded = reply.fields.as_ref()?.get("content-encoding")?;
        let header = String::from_utf8_lossy(coded).into_owned();
        let is_wanted = self.outgoing.params.response_type != ResponseType::Nothing;
        let body = reply.body.take().filter(|_| is_wanted)?;
        match named(&header).and_then(|codings| decode_all(&codings, body, BODY_BYTES_MAX)) {
            Ok(decoded) => {
                reply.body = Some(decoded);
                None
            }
            Err(error) => Some(RequestFault::coding(error.to_string())),
        }
    }

    /// Why the request has no answer.
    fn fault(&self, exchange: &Exchange) -> Option<RequestFault> {
        let host = &self.target.endpoint.host;
        exchange.result.as_ref().err().map(|fault| RequestFault::of(fault, host))
    }

    /// Counts the request.
    fn measure(&self, exchange: &Exchange, fault: Option<&RequestFault>) {
        let answered = exchange.result.as_ref().ok().filter(|_| fault.is_none());
        let status = answered.map_or(0, |reply| reply.status);
        let peer = exchange.peer.as_deref().filter(|_| fault.is_none());
        let params = &self.outgoing.params;
        let expected = params.expected.as_ref();
        let started = exchange.phases.started;
        let name: &str = match &params.name {
            Some(name) => name,
            None if self.redirects == 0 => &self.outgoing.name,
            None => &self.target.shown,
        };
        let due = self.vu.due(started);
        let missed = due.as_ref().and_then(|due| due.stands_for.as_deref());
        let place = self.outgoing.plain.as_ref().filter(|_| self.redirects == 0);
        let sample = HttpSample {
            place: place.map(|plain| &plain.place),
            tags: params.tags,
            name,
            method: self.method.as_str(),
            proto: peer.map_or("", |peer| peer.protocol),
            tls_version: peer.and_then(|peer| peer.tls).map_or("", |tls| tls.version),
            error: fault.map_or("", |fault| &fault.text),
            error_code: fault.map_or_else(|| code_of_status(status), |fault| fault.code),
            status,
            expected: expected.map(|expected| fault.is_none() && expected.holds(status)),
            phases: &exchange.phases,
            intended: due.as_ref().map(|due| due.at),
            stands_for: missed,
            bytes_sent: exchange.bytes_sent,
            bytes_received: exchange.bytes_received,
        };
        self.vu.sampled(|| self.vu.meters().http(&sample));
    }

    fn answer(
        self,
        exchange: Exchange,
        fault: Option<RequestFault>,
        head: Rc<[u8]>,
    ) -> Box<Answer> {
        let Exchange { phases, peer, result, .. } = exchange;
        let mut answer = Box::new(Answer {
            status: 0,
            url: self.target.written.clone(),
            fields: None,
            body: None,
            response_type: self.outgoing.params.response_type,
            fault,
            phases: Some(phases),
            peer,
            asked: Asked {
                method: self.method.clone(),
                url: self.outgoing.target.shown.clone(),
                head,
                body: self.outgoing.body.as_ref().map_or_else(Vec::new, |body| body.bytes.clone()),
            },
        });
        if let Ok(reply) = result {
            answer.status = reply.status;
            answer.fields = reply.fields;
            answer.body = reply.body.filter(|_| answer.response_type != ResponseType::Nothing);
        }
        answer
    }
}

/// An error as it is told: `Get "http://…": dial: connection refused`.
pub(super) fn told(answer: &Answer, fault: &RequestFault) -> String {
    if answer.phases.is_none() {
        return fault.text.clone();
    }
    let method = answer.asked.method.as_str();
    let rest = method.get(1..).unwrap_or_default().to_lowercase();
    let first = method.get(..1).unwrap_or(method);
    format!("{first}{rest} \"{}\": {}", answer.asked.url, fault.text)
}
