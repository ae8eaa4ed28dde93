//! From the arguments of a command to its requests.

use loadline_core::Span;
use loadline_core::file::Method;

use super::arguments::Arguments;
use super::data::Data;
use super::flags::Flag;
use super::marks::{filled, has_marks, shown, text};
use crate::flows::draft::{Auth, Body, Draft, Options, Part, Request};
use crate::flows::secret::Secrets;
use crate::flows::text::Text;
use crate::flows::url::{Url, encoded, is_id, pairs};
use crate::results::ImportError;

/// Bytes of a URL, of a header's value at most.
const TEXT_BYTES_MAX: usize = 8 << 10;
/// Headers that are set by themselves.
const DROPPED: [&str; 6] =
    ["host", "content-length", "transfer-encoding", "connection", "expect", "accept-encoding"];
const DROPPED_PARTS: [&str; 4] = [":", "sec-", "if-", "proxy-"];

/// Makes requests of commands, one after the other.
pub(super) struct Builder<'a> {
    draft: &'a mut Draft,
    secrets: Secrets,
    /// The host that paths are of; another one is written out.
    origin: Option<String>,
    /// The target's own host, where the command line names it.
    target: Option<Url>,
}

/// One request while flags are read.
#[derive(Default)]
struct Half {
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    data: Data,
    user: Option<String>,
    bearer: Option<String>,
    is_digest: bool,
    in_query: bool,
    is_head: bool,
    is_upload: bool,
    follows: bool,
    is_compressed: bool,
    max_redirects: Option<String>,
    max_time: Option<String>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(draft: &'a mut Draft, options: &Options) -> Self {
        let target = options.target.as_deref().and_then(Url::parse);
        Self { draft, secrets: Secrets::default(), origin: None, target }
    }

    /// The host that paths are of, once all requests are made.
    pub(super) fn into_origin(self) -> Option<String> {
        self.origin
    }

    /// The requests of one command.
    pub(super) fn requests(&mut self, arguments: Arguments) -> Result<Vec<Request>, ImportError> {
        let line = arguments.line;
        let mut requests = Vec::new();
        let mut half = Half::default();
        for (flag, value) in arguments.flags {
            if flag == Flag::Next {
                requests.extend(self.finished(std::mem::take(&mut half), line)?);
            } else {
                self.take(&mut half, flag, value);
            }
        }
        requests.extend(self.finished(half, line)?);
        Ok(requests)
    }

    fn take(&mut self, half: &mut Half, flag: Flag, value: String) {
        match flag {
            Flag::Url => half.urls.push(value),
            Flag::Method => half.method = Some(value),
            Flag::Header => half.headers.extend(header(&value)),
            Flag::Agent => half.headers.push(("user-agent".to_owned(), value)),
            Flag::Referer => half.headers.push(("referer".to_owned(), value)),
            Flag::Cookie if value.contains('=') || has_marks(&value) => {
                half.headers.push(("cookie".to_owned(), value));
            }
            Flag::Cookie => self.draft.left_out.note("cookies out of a file", &shown(&value)),
            Flag::User => half.user = Some(value),
            Flag::Bearer => half.bearer = Some(value),
            Flag::Digest => half.is_digest = true,
            Flag::Get => half.in_query = true,
            Flag::Head => half.is_head = true,
            Flag::Upload => {
                half.is_upload = true;
                half.data.file(&value, self.draft);
            }
            Flag::Location => half.follows = true,
            Flag::MaxTime => half.max_time = Some(value),
            Flag::MaxRedirects => half.max_redirects = Some(value),
            Flag::Compressed => {
                half.is_compressed = true;
            }
            Flag::Insecure => self
                .draft
                .left_out
                .note("certificates were not checked: `loadline run --insecure` does the same", ""),
            Flag::Elsewhere(why) | Flag::ElsewhereValue(why) => self.draft.left_out.note(why, ""),
            Flag::Silent | Flag::SilentValue | Flag::Next => {}
            _ => half.data.take(flag, &value, self.draft, &mut self.secrets),
        }
    }

    /// A request for each URL.
    fn finished(&mut self, half: Half, line: u64) -> Result<Vec<Request>, ImportError> {
        if half.urls.is_empty() {
            return Err(ImportError::at(line, 0, "the command names no URL").hint(super::ACCEPTED));
        }
        let (urls, mut half) = (half.urls.clone(), Some(half));
        let mut requests: Vec<Request> = Vec::new();
        for url in urls {
            // Several URLs of one command share all but the first one's data.
            let own = half.take().unwrap_or_default();
            requests.push(self.request(own, &url, line)?);
        }
        Ok(requests)
    }

    fn request(&mut self, half: Half, url: &str, line: u64) -> Result<Request, ImportError> {
        let what = format!("line {line}");
        let method = match &half.method {
            Some(method) => method
                .parse::<Method>()
                .map_err(|unknown| ImportError::at(line, 0, unknown.to_string()))?,
            None if half.is_head => Method::Head,
            None if half.is_upload => Method::Put,
            None if half.data.is_some() && !half.in_query => Method::Post,
            None => Method::Get,
        };
        let mut url = url.to_owned();
        let mut data = half.data;
        if half.in_query && !data.pieces.is_empty() {
            let between = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{between}{}", std::mem::take(&mut data.pieces).join("&"));
        }
        let Address { path, pattern, is_filled, credentials } = self.address(&url, line)?;
        let mut request = Request::new(method, path);
        if is_filled {
            request.name = Some(pattern.clone());
        }
        let media_type = half.headers.iter().find(|(name, _)| name == "content-type");
        let media_type = media_type.map(|(_, value)| value.clone());
        let is_json = data.is_json;
        let has_parts = !data.parts.is_empty();
        let (body, said) = match data.is_some() {
            true => data.body(media_type.as_deref(), self.draft, &mut self.secrets, &what),
            false => (Body::None, None),
        };
        let implied = match &body {
            Body::Json(_) => media_type.as_deref().is_none_or(|kind| kind == "application/json"),
            Body::Form(_) => true,
            _ => has_parts,
        };
        request.body = body;
        request.headers = self.headers(half.headers, implied);
        if half.is_compressed {
            let codings = Text::literal("gzip, deflate, br, zstd");
            request.headers.push(("accept-encoding".to_owned(), codings));
        }
        if let Some(said) = said.filter(|_| !half.is_upload) {
            request.headers.push(("content-type".to_owned(), Text::literal(said)));
        }
        if is_json && !request.headers.iter().any(|(name, _)| name == "accept") {
            request.headers.push(("accept".to_owned(), Text::literal("application/json")));
        }
        request.auth = self.auth(half.user.or(credentials), half.bearer, half.is_digest);
        request.redirects = match half.max_redirects.and_then(|text| text.parse::<u32>().ok()) {
            _ if !half.follows => Some(0),
            limit => limit.map(|limit| limit.min(100)),
        };
        let seconds = half.max_time.and_then(|text| text.parse::<f64>().ok());
        let seconds = seconds.filter(|seconds| (0.001..86_400.0).contains(seconds));
        request.timeout = seconds.map(|s| Span::from_millis((s * 1e3).round() as u64).to_string());
        let has_files = match &request.body {
            Body::File(_) => true,
            Body::Multipart(parts) => {
                parts.iter().any(|(_, part)| matches!(part, Part::File { .. }))
            }
            _ => false,
        };
        self.draft.classes.add(method, &pattern, has_files);
        Ok(request)
    }

    fn headers(&mut self, found: Vec<(String, String)>, is_implied: bool) -> Vec<(String, Text)> {
        let mut headers: Vec<(String, Text)> = Vec::new();
        for (name, value) in found {
            let is_dropped = DROPPED.contains(&name.as_str())
                || DROPPED_PARTS.iter().any(|part| name.starts_with(part))
                || (name == "content-type" && is_implied);
            let is_odd = name.len() > 160
                || value.len() > TEXT_BYTES_MAX
                || value.contains(|c: char| c.is_control() && c != '\t');
            if is_odd {
                self.draft.left_out.note("headers that are too long or hold line breaks", &name);
            }
            if is_dropped || is_odd || headers.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let value = match &*name {
                _ if has_marks(&value) => text(&mut self.secrets, &name, &value),
                "cookie" => self.secrets.of("COOKIE", &value),
                _ => self.secrets.header(&name, &value),
            };
            headers.push((name, value));
        }
        headers
    }

    fn auth(&mut self, user: Option<String>, bearer: Option<String>, digest: bool) -> Option<Auth> {
        if let Some(token) = bearer {
            return Some(Auth::Bearer(match has_marks(&token) {
                true => text(&mut self.secrets, "", &token),
                false => self.secrets.of("TOKEN", &token),
            }));
        }
        let user = user?;
        let (name, password) = user.split_once(':').unwrap_or((&user, ""));
        let mut of = |variable: &str, value: &str| match value {
            "" => Text::secret(variable),
            value if has_marks(value) => text(&mut self.secrets, "", value),
            value => self.secrets.of(variable, value),
        };
        let mut proof = of("API_USER", name).then(":");
        proof.push(&of("API_PASSWORD", password));
        Some(if digest { Auth::Digest(proof) } else { Auth::Basic(proof) })
    }

    /// A URL as a path of the file: below the target, or as a whole where it is of another host.
    fn address(&mut self, url: &str, line: u64) -> Result<Address, ImportError> {
        let wrong = |why: &str| {
            let message = format!("`{}` {why}", shown(url).chars().take(80).collect::<String>());
            ImportError::at(line, 0, message).hint("such as `https://shop.test/items`")
        };
        if url.len() > TEXT_BYTES_MAX {
            return Err(wrong("is longer than 8 KiB"));
        }
        // `$BASE/items`: the variable is the target.
        let below = url.strip_prefix('\u{fdd0}').and_then(|rest| rest.split_once('\u{fdd1}'));
        let below = below
            .map(|(_, rest)| rest)
            .filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        let whole = match below {
            Some(rest) => {
                let own = self.target.as_ref().map(Url::origin).or(self.origin.clone());
                format!("{}{rest}", own.unwrap_or_else(|| super::FALLBACK.to_owned()))
            }
            None if url.contains("://") => url.to_owned(),
            None => format!("http://{url}"),
        };
        // Variables stay out of the URL's own rules.
        let (plain, variables) = numbered(&whole);
        let parsed = Url::parse(&plain).ok_or_else(|| wrong("is not an http or https URL"))?;
        if parsed.authority.contains("loadline-variable") {
            return Err(wrong("has a variable for its host")
                .hint("put the host there, or `$BASE/path` with `--target URL`"));
        }
        let origin = parsed.origin();
        let main = match &self.target {
            Some(target) if self.origin.is_none() && target.origin() == origin => {
                Some(origin.clone())
            }
            _ => self.origin.clone(),
        };
        if below.is_none() {
            self.origin.get_or_insert_with(|| origin.clone());
        }
        let is_main = below.is_some() || main.is_none_or(|main| main == origin);
        let mut path = match is_main {
            true => Text::default(),
            false => Text::literal(&origin),
        };
        let mut pattern = Vec::new();
        for (place, segment) in parsed.path.split('/').enumerate() {
            path = path.then(if place > 0 { "/" } else { "" });
            path.push(&filled(&restored(segment, &variables), |text| {
                Text::literal(&encoded(text))
            }));
            let is_one = segment.contains("loadline-variable") || is_id(segment);
            pattern.push(if is_one { "{id}" } else { segment });
        }
        let pattern = pattern.join("/");
        let is_filled = parsed.query.is_some() || pattern.contains("{id}") || !is_main;
        let mut between = "?";
        for pair in parsed.query.iter().flat_map(|query| query.split('&')) {
            path = path.then(between);
            path.push(&self.pair(&restored(pair, &variables)));
            between = "&";
        }
        let credentials = parsed.credentials.map(|text| restored(&text, &variables));
        Ok(Address { path, pattern, is_filled, credentials })
    }

    /// One pair of a query, with a secret in it taken out.
    fn pair(&mut self, raw: &str) -> Text {
        let literal = |text: &str| Text::literal(&encoded(text));
        if has_marks(raw) {
            return filled(raw, literal);
        }
        let found = pairs(raw);
        let Some((name, value)) = found.first().filter(|_| raw.contains('=')) else {
            return literal(raw);
        };
        match self.secrets.named(name, value) {
            text if text.is_literal() => literal(raw),
            text => {
                let mut pair = literal(raw.split('=').next().unwrap_or_default()).then("=");
                pair.push(&text.encoded());
                pair
            }
        }
    }
}

/// Where a request goes.
struct Address {
    path: Text,
    pattern: String,
    is_filled: bool,
    credentials: Option<String>,
}

/// `name: value`; none where the header is taken out (`name:`).
fn header(text: &str) -> Option<(String, String)> {
    let (name, value) = match text.split_once(':') {
        // HTTP/2's own, as some tools copy them.
        Some(("", _)) => return None,
        Some((name, value)) => (name, value.trim()),
        None => (text.strip_suffix(';')?, ""),
    };
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let name = name.trim().to_ascii_lowercase();
    let is_header = !name.is_empty() && name.chars().all(is_token);
    (is_header && (!value.is_empty() || text.ends_with(';'))).then(|| (name, value.to_owned()))
}

/// The text with its variables replaced by words that a URL may hold, and those variables.
fn numbered(text: &str) -> (String, Vec<String>) {
    let (mut plain, mut variables) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('\u{fdd0}').and_then(|(b, r)| Some((b, r.split_once('\u{fdd1}')?)))
    {
        plain.push_str(before);
        plain.push_str(&format!("loadline-variable-{}.", variables.len()));
        variables.push(name.to_owned());
        rest = after;
    }
    (plain + rest, variables)
}

fn restored(text: &str, variables: &[String]) -> String {
    let mut restored = text.to_owned();
    for (number, name) in variables.iter().enumerate() {
        let word = format!("loadline-variable-{number}.");
        restored = restored.replace(&word, &super::marks::mark(name));
    }
    restored
}
