//! One request: what a script asked for, and the bytes that ask for it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use loadline_load::coding::encode;
use rquickjs::{CString, Ctx, Result, Value};

use super::body::{self, Body};
use super::client::{Client, Plain, Remembered};
use super::fault::RequestFault;
use super::params::{Auth, Params};
use super::target::Target;
use super::template::{self, Named};
use crate::vu::Vu;

/// What requests say sent them, unless the script or an option says otherwise.
const USER_AGENT: &str = concat!("loadline/", env!("CARGO_PKG_VERSION"));

/// Headers of a script that are for the host it named and no other.
const SECRET_HEADERS: [&str; 3] = ["authorization", "cookie", "www-authenticate"];

/// A request ready to be followed to its last answer.
pub(super) struct Outgoing {
    pub(super) method: Method,
    pub(super) target: Rc<Target>,
    /// The name it is counted under.
    pub(super) name: Rc<str>,
    pub(super) body: Option<Body>,
    pub(super) params: Params,
    /// Its head, where that was written before.
    pub(super) plain: Option<Rc<Plain>>,
}

/// A method: one of the usual ones, or any other word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Method {
    Usual(&'static str),
    Other(String),
}

impl Method {
    /// The method of that name, which is sent in the letters the script chose.
    pub(super) fn named(name: &str) -> Self {
        const USUAL: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
        let usual = USUAL.into_iter().find(|usual| *usual == name);
        usual.map_or_else(|| Self::Other(name.to_owned()), Self::Usual)
    }

    /// Whether a request line can hold it.
    fn is_word(&self) -> bool {
        let is_letter = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
        !self.as_str().is_empty() && self.as_str().bytes().all(is_letter)
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Usual(name) => name,
            Self::Other(name) => name,
        }
    }

    /// Whether sending it twice does no harm.
    pub(super) fn is_repeatable(&self) -> bool {
        matches!(self.as_str(), "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE")
    }
}

/// One request on the way to the last answer.
pub(super) struct Step<'a> {
    pub(super) method: &'a Method,
    pub(super) target: &'a Target,
    pub(super) with_body: bool,
    pub(super) authorization: Option<&'a str>,
    /// Where a redirect came from.
    pub(super) referer: Option<&'a str>,
    /// Whether a redirect led to a host that the script did not name.
    pub(super) is_elsewhere: bool,
}

/// A request that cannot be sent.
pub(super) struct Unsendable {
    pub(super) method: Method,
    pub(super) url: String,
    /// The name it is counted under, where it is.
    pub(super) name: String,
    pub(super) fault: RequestFault,
    pub(super) params: Params,
}

/// What a script's arguments amount to.
pub(super) type Read = std::result::Result<Outgoing, Unsendable>;

/// Reads the arguments of a call.
pub(super) fn read<'js>(
    ctx: &Ctx<'js>,
    vu: &Rc<Vu>,
    client: &Client,
    method: Method,
    url: Value<'js>,
    body: Option<&Value<'js>>,
    params: Option<&Value<'js>>,
) -> Result<Read> {
    let has_params = params.is_some_and(Value::is_object);
    let has_body = body.is_some_and(|body| !body.is_null() && !body.is_undefined());
    let params_of = || Params::usual(vu, client).read(ctx, vu, params);
    let plain_method = match &method {
        Method::Usual(name) if !has_params && !has_body => Some(*name),
        _ => None,
    };
    if let Some(name) = plain_method
        && let Some(plain) = remembered(vu, name, &url)?
    {
        return Ok(Ok(Outgoing {
            method,
            target: plain.target.clone(),
            name: plain.target.shown.clone(),
            body: None,
            params: Params::usual(vu, client),
            plain: Some(plain),
        }));
    }
    let is_address = url.is_string() || url.is_object();
    let Named { url, name } = template::read(ctx, url)?;
    let params = params_of()?;
    let body = body.map(|body| body::read(ctx, body)).transpose()?.flatten();
    let refused = params.refused.clone().map(RequestFault::url);
    let refused = refused.or_else(|| (!method.is_word()).then(|| RequestFault::method(&method)));
    let refused = refused.or_else(|| (!is_address).then(|| RequestFault::no_address(&url)));
    let target = match refused.map_or_else(|| Target::read(&url), Err) {
        Ok(target) => Rc::new(target),
        Err(fault) => return Ok(Err(Unsendable { method, url, name, fault, params })),
    };
    let name = match params.auth {
        _ if name != url => name.into(),
        Auth::Digest => target.bare(),
        _ => target.shown.clone(),
    };
    let mut outgoing = Outgoing { method, target, name, body, params, plain: None };
    outgoing.encode_body();
    // What is remembered is every user's: no cookie may be in it.
    let is_plain = outgoing.target.credentials.is_none()
        && *outgoing.name == *url
        && outgoing.cookies(&outgoing.target).is_none();
    if let Some(name) = plain_method.filter(|_| is_plain) {
        outgoing.remember(vu, name, &url);
    }
    Ok(Ok(outgoing))
}

/// What is known of a request without parameters to a URL that was asked for before.
fn remembered(vu: &Vu, method: &'static str, url: &Value<'_>) -> Result<Option<Rc<Plain>>> {
    let Some(url) = url.as_string() else { return Ok(None) };
    let url = CString::from_string(url.clone())?;
    Ok(vu.meters().state(Remembered::default).get(method, url.as_str()))
}

impl Outgoing {
    /// Remembers the bytes that ask for it: the next user that asks for the same finds them.
    fn remember(&mut self, vu: &Vu, method: &'static str, url: &str) {
        let step = Step {
            method: &self.method,
            target: &self.target,
            with_body: true,
            authorization: None,
            referer: None,
            is_elsewhere: false,
        };
        let head = self.head(vu, &step);
        let target = self.target.clone();
        let plain = Plain { target, shown: head.as_slice().into(), head, place: Cell::default() };
        let plain = Rc::new(plain);
        vu.meters().state(Remembered::default).put(method, url, plain.clone());
        self.plain = Some(plain);
    }

    fn encode_body(&mut self) {
        if let Some(body) = &mut self.body {
            for coding in &self.params.codings {
                body.bytes = encode(*coding, &body.bytes);
            }
        }
    }

    /// The head of one step of it, complete; with the body's lines where it is sent.
    pub(super) fn head(&self, vu: &Vu, step: &Step<'_>) -> Vec<u8> {
        let &Step { method, target, with_body, authorization, referer, is_elsewhere } = step;
        let mut head = Vec::with_capacity(256);
        let mut line = |name: &str, value: &str| {
            for part in [name, ": ", value, "\r\n"] {
                // A line break within a value would make two headers of one.
                head.extend(
                    part.bytes().filter(|byte| part == "\r\n" || !matches!(byte, b'\r' | b'\n')),
                );
            }
        };
        let has = |wanted: &str| {
            self.params.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted))
        };
        let host = self.params.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        line("Host", &host.map_or_else(|| target.host(), |(_, host)| host.clone()));
        let agent = vu.code.settings().options.user_agent.as_deref().unwrap_or(USER_AGENT);
        if !agent.is_empty() && !has("user-agent") {
            line("User-Agent", agent);
        }
        if with_body {
            self.body_lines(&has, &mut line);
        }
        for (name, value) in &self.params.headers {
            let is = |own: &[&str]| own.iter().any(|own| name.eq_ignore_ascii_case(own));
            let is_own = is(&["host", "content-length"]);
            let is_kept_back = is_elsewhere && is(&SECRET_HEADERS);
            if !is_own && !is_kept_back {
                line(&canonical(name), value);
            }
        }
        if let Some(authorization) = authorization.filter(|_| !has("authorization")) {
            line("Authorization", authorization);
        }
        if let Some(referer) = referer.filter(|_| !has("referer")) {
            line("Referer", referer);
        }
        if let Some(cookies) = self.cookies(target) {
            line("Cookie", &cookies);
        }
        let mut whole = format!("{} {} HTTP/1.1\r\n", method.as_str(), target.path).into_bytes();
        whole.extend_from_slice(&head);
        whole.extend_from_slice(b"\r\n");
        whole
    }

    fn body_lines(&self, has: &impl Fn(&str) -> bool, line: &mut impl FnMut(&str, &str)) {
        let Some(body) = &self.body else {
            if matches!(self.method.as_str(), "POST" | "PUT" | "PATCH") {
                line("Content-Length", "0");
            }
            return;
        };
        line("Content-Length", &body.bytes.len().to_string());
        if let Some(content_type) = body.content_type.as_deref().filter(|_| !has("content-type")) {
            line("Content-Type", content_type);
        }
        if !self.params.codings.is_empty() && !has("content-encoding") {
            let names: Vec<&str> =
                self.params.codings.iter().map(|coding| coding.as_str()).collect();
            line("Content-Encoding", &names.join(", "));
        }
    }

    /// The cookies that go along: the jar's, and the request's own.
    fn cookies(&self, target: &Target) -> Option<String> {
        let mut pairs: Vec<String> = Vec::new();
        if let Some(jar) = &self.params.jar
            && !jar.borrow().is_empty()
        {
            let replaced =
                |name: &str| self.params.cookies.iter().any(|own| own.replaces && own.name == name);
            let jar = jar.borrow();
            let going = jar.going(&target.endpoint, &target.path, SystemTime::now());
            let kept = going.filter(|cookie| !replaced(&cookie.name));
            pairs.extend(kept.map(|cookie| format!("{}={}", cookie.name, cookie.value)));
        }
        pairs.extend(self.params.cookies.iter().map(|own| format!("{}={}", own.name, own.value)));
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The proof that needs no challenge: basic, with the credentials of the URL.
    pub(super) fn basic(&self) -> Option<String> {
        let credentials = self.target.credentials.as_ref()?;
        let is_basic = self.params.auth == Auth::Basic;
        is_basic.then(|| format!("Basic {}", STANDARD.encode(credentials)))
    }
}

/// A header's name as it is usually written: `content-type` is `Content-Type`.
pub(super) fn canonical(name: &str) -> String {
    let mut starts = true;
    let letter = |c: char| {
        let written = if starts { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
        starts = c == '-';
        written
    };
    name.chars().map(letter).collect()
}
