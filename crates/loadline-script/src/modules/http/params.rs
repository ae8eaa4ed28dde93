//! The parameters of a request: what a script says beside its URL and body.

use std::time::Duration;

use loadline_core::file::Coding;
use rquickjs::{Ctx, Result, Value};

use super::callback::{self, Expected};
use super::client::{Client, SharedJar};
use super::jar;
use crate::engine::throw;
use crate::metrics::TagsId;
use crate::modules::input;
use crate::options::duration;
use crate::vu::Vu;

/// How long a request may take unless it says otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What a script gets of an answer's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseType {
    Text,
    Binary,
    Nothing,
}

/// How a request proves who sends it, with the credentials of its URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Auth {
    Basic,
    Digest,
}

/// A request's own cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnCookie {
    pub(super) name: String,
    pub(super) value: String,
    /// Whether it stands in for one of the jar.
    pub(super) replaces: bool,
}

/// The parameters of one request.
pub(super) struct Params {
    pub(super) headers: Vec<(String, String)>,
    pub(super) cookies: Vec<OwnCookie>,
    /// None for a request without a jar.
    pub(super) jar: Option<SharedJar>,
    pub(super) redirects_max: u64,
    pub(super) tags: TagsId,
    /// The name it is counted under, instead of its URL.
    pub(super) name: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) response_type: ResponseType,
    pub(super) expected: Option<Expected>,
    pub(super) throws: bool,
    pub(super) auth: Auth,
    pub(super) codings: Vec<Coding>,
    /// Why a request with them cannot be sent.
    pub(super) refused: Option<String>,
}

impl Params {
    /// Those of a request that says nothing.
    pub(super) fn usual(vu: &Vu, client: &Client) -> Self {
        let options = &vu.code.settings().options;
        let discards = options.discard_response_bodies == Some(true);
        Self {
            headers: Vec::new(),
            cookies: Vec::new(),
            jar: Some(client.jar()),
            redirects_max: options.max_redirects(),
            tags: vu.tags(),
            name: None,
            timeout: None,
            response_type: if discards { ResponseType::Nothing } else { ResponseType::Text },
            expected: client.callback.0.borrow().clone(),
            throws: options.throw == Some(true),
            auth: Auth::Basic,
            codings: Vec::new(),
            refused: None,
        }
    }

    /// The longest time it may take.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(TIMEOUT)
    }

    /// Reads what a script passed over the usual.
    pub(super) fn read<'js>(
        mut self,
        ctx: &Ctx<'js>,
        vu: &Vu,
        value: Option<&Value<'js>>,
    ) -> Result<Self> {
        let Some(object) = value.and_then(Value::as_object) else { return Ok(self) };
        for entry in object.props::<String, Value<'js>>() {
            let (name, value) = entry?;
            if !value.is_undefined() && !value.is_null()
                || name == "jar"
                || name == "responseCallback"
            {
                self.read_one(ctx, vu, &name, value)?;
            }
        }
        Ok(self)
    }

    fn read_one<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        vu: &Vu,
        name: &str,
        value: Value<'js>,
    ) -> Result<()> {
        match name {
            "headers" => self.headers = texts(ctx, &value)?,
            "cookies" => self.cookies = cookies(ctx, &value)?,
            "jar" => self.jar = jar::of(&value),
            "redirects" => {
                self.redirects_max = value.as_number().unwrap_or_default().max(0.0) as u64;
            }
            "tags" => self.read_tags(ctx, vu, &value)?,
            "timeout" => self.timeout = Some(timeout(ctx, &value)?),
            "responseType" => self.response_type = response_type(ctx, &value)?,
            "responseCallback" => self.expected = callback::read(ctx, &value)?,
            "throw" => self.throws = value.as_bool().unwrap_or_default(),
            "auth" => self.auth = auth(ctx, value)?,
            "compression" => match codings(&input::coerced_text(ctx, value)?) {
                Ok(codings) => self.codings = codings,
                Err(why) => self.refused = Some(why),
            },
            _ => {}
        }
        Ok(())
    }

    fn read_tags<'js>(&mut self, ctx: &Ctx<'js>, vu: &Vu, value: &Value<'js>) -> Result<()> {
        let Some(object) = value.as_object() else {
            return Err(throw(ctx, "invalid tags: expected an object"));
        };
        for entry in object.props::<String, Value<'js>>() {
            let (name, value) = entry?;
            if value.is_object() {
                let message = format!(
                    "invalid value for metric tag '{name}': only String, Boolean and Number types are accepted as a metric tag values"
                );
                return Err(throw(ctx, &message));
            }
            let value = input::coerced_text(ctx, value)?;
            match &*name {
                "name" => self.name = Some(value),
                _ => self.tags = vu.meters().with(self.tags, &name, &value),
            }
        }
        Ok(())
    }
}

/// An object's members as texts.
pub(super) fn texts<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Vec<(String, String)>> {
    let Some(object) = value.as_object() else { return Ok(Vec::new()) };
    let entries = object.props::<String, Value<'js>>();
    entries
        .map(|entry| {
            let (name, value) = entry?;
            Ok((name, input::coerced_text(ctx, value)?))
        })
        .collect()
}

fn cookies<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Vec<OwnCookie>> {
    let Some(object) = value.as_object() else { return Ok(Vec::new()) };
    let entries = object.props::<String, Value<'js>>();
    entries
        .map(|entry| {
            let (name, value) = entry?;
            let Some(whole) = value.as_object() else {
                let value = input::coerced_text(ctx, value)?;
                return Ok(OwnCookie { name, value, replaces: false });
            };
            let replaces = whole.get::<_, Option<bool>>("replace")?.unwrap_or_default();
            let value = input::coerced_text(ctx, whole.get("value")?)?;
            Ok(OwnCookie { name, value, replaces })
        })
        .collect()
}

fn timeout<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Duration> {
    let read = match (value.as_number(), input::text(value)?) {
        (Some(ms), _) if ms >= 0.0 && ms.is_finite() => Ok(Duration::from_secs_f64(ms / 1_000.0)),
        (_, Some(text)) => {
            duration::parse(&text).ok_or_else(|| format!("`{text}`; {}", duration::ACCEPTED))
        }
        _ => Err("expected a number of milliseconds or a text such as \"10s\"".to_owned()),
    };
    read.map_err(|why| throw(ctx, &format!("invalid timeout value: {why}")))
}

fn response_type<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<ResponseType> {
    match input::text(value)?.as_deref() {
        Some("text") => Ok(ResponseType::Text),
        Some("binary") => Ok(ResponseType::Binary),
        Some("none") => Ok(ResponseType::Nothing),
        other => {
            let given = other.unwrap_or_default();
            Err(throw(ctx, &format!("{given} does not belong to ResponseType values")))
        }
    }
}

fn auth<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Auth> {
    match &*input::coerced_text(ctx, value)? {
        "digest" => Ok(Auth::Digest),
        "ntlm" => Err(throw(ctx, "auth \"ntlm\" is not supported; basic and digest are")),
        _ => Ok(Auth::Basic),
    }
}

fn codings(text: &str) -> std::result::Result<Vec<Coding>, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| {
            let unknown = || format!("unknown compression algorithm {name}, supported algorithms are [deflate gzip zstd br]");
            Coding::named(name).ok_or_else(unknown)
        })
        .collect()
}
