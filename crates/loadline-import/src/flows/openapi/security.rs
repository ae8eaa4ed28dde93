//! How requests prove who sends them: security schemes become `auth`, headers or query, with secrets.

use super::document::Document;
use super::operation::Operation;
use crate::flows::draft::{Act, Auth, Flow, Request};
use crate::flows::text::Text;
use crate::flows::url::encoded_component;
use crate::flows::value::Value;

const USER: &str = "API_USER";
const PASSWORD: &str = "API_PASSWORD";
const TOKEN: &str = "API_TOKEN";
const KEY: &str = "API_KEY";

/// The schemes of a description.
pub(super) struct Security<'d> {
    schemes: &'d [(String, Value)],
    everywhere: &'d [Value],
}

/// One way to prove it.
enum Proof {
    Auth(Auth),
    Header(String),
    Query(String),
    Cookie(String),
}

impl<'d> Security<'d> {
    /// The schemes of `document`.
    pub(super) fn of(document: &'d Document) -> Self {
        let root = &document.root;
        let schemes = match document.is_swagger {
            true => root.entries_of("securityDefinitions"),
            false => root.at(&["components", "securitySchemes"]).map_or(&[][..], Value::entries),
        };
        Self { schemes, everywhere: root.items_of("security") }
    }

    /// Gives a request the proof that its operation asks for: all schemes of its first requirement.
    pub(super) fn prove(
        &self,
        request: &mut Request,
        operation: &Operation<'_>,
        document: &Document,
    ) {
        let own = operation.node.get("security").map(Value::items);
        let requirements = own.unwrap_or(self.everywhere);
        // An empty requirement says that no proof is needed.
        let Some(first) = requirements.first() else { return };
        for (name, _) in first.entries() {
            let scheme = self.schemes.iter().find(|(known, _)| known == name);
            let scheme = scheme.and_then(|(_, scheme)| document.resolved(scheme));
            match scheme.and_then(proof) {
                Some(Proof::Auth(auth)) => request.auth = Some(auth),
                Some(Proof::Header(name)) => request.headers.push((name, Text::secret(KEY))),
                Some(Proof::Cookie(name)) => {
                    let mut cookie = Text::literal(&format!("{name}="));
                    cookie.push(&Text::secret(KEY));
                    request.headers.push(("cookie".to_owned(), cookie));
                }
                Some(Proof::Query(name)) => {
                    let between = if request.path.written().contains('?') { "&" } else { "?" };
                    let path = std::mem::take(&mut request.path);
                    request.path = path.then(between).then(&encoded_component(&name)).then("=");
                    request.path.push(&Text::secret(KEY));
                    let pattern = operation.path.split('?').next().unwrap_or_default();
                    request.name.get_or_insert_with(|| pattern.to_owned());
                }
                None => {}
            }
        }
    }

    /// A proof that all requests of a flow give stands once, for the flow.
    pub(super) fn share(&self, flow: &mut Flow) {
        let requests = || flow.tasks.iter().flat_map(|task| &task.acts).flat_map(Act::requests);
        let Some(shared) = requests().next().and_then(|first| first.auth.clone()) else { return };
        if requests().all(|request| request.auth.as_ref() == Some(&shared)) {
            let acts = flow.tasks.iter_mut().flat_map(|task| &mut task.acts);
            acts.flat_map(Act::requests_mut).for_each(|request| request.auth = None);
            flow.auth = Some(shared);
        }
    }
}

fn proof(scheme: &Value) -> Option<Proof> {
    let user = || {
        let mut text = Text::secret(USER).then(":");
        text.push(&Text::secret(PASSWORD));
        text
    };
    let named = || {
        let name = scheme.text_of("name").unwrap_or_default();
        let is_token = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let fits = !name.is_empty() && name.len() <= 200 && name.chars().all(is_token);
        fits.then(|| name.to_owned())
    };
    let is_digest =
        || scheme.text_of("scheme").is_some_and(|name| name.eq_ignore_ascii_case("digest"));
    let is_basic =
        || scheme.text_of("scheme").is_some_and(|name| name.eq_ignore_ascii_case("basic"));
    match scheme.text_of("type")? {
        "basic" => Some(Proof::Auth(Auth::Basic(user()))),
        "http" if is_basic() => Some(Proof::Auth(Auth::Basic(user()))),
        "http" if is_digest() => Some(Proof::Auth(Auth::Digest(user()))),
        "http" | "oauth2" | "openIdConnect" => Some(Proof::Auth(Auth::Bearer(Text::secret(TOKEN)))),
        "apiKey" => match scheme.text_of("in")? {
            "header" => named().map(|name| Proof::Header(name.to_ascii_lowercase())),
            "query" => named().map(Proof::Query),
            "cookie" => named().map(Proof::Cookie),
            _ => None,
        },
        _ => None,
    }
}
