//! The parts of a link's address.

use rquickjs::{Ctx, IntoJs, Result, Value};

use super::object::Element;
use super::property::{Property, Read, address};
use crate::modules::html::reference::Reference;

/// What `a` and `area` say of their address.
pub(super) const PARTS: &[Property] = &[
    Property(
        "hash",
        Read::Own(|ctx, element| {
            part(ctx, element, |parts| marked('#', parts.fragment.as_deref()))
        }),
    ),
    Property(
        "host",
        Read::Own(|ctx, element| {
            part(ctx, element, |parts| {
                let host = parts.host.clone().unwrap_or_default();
                let usual = match parts.scheme.as_str() {
                    "http" => ":80",
                    "https" => ":443",
                    _ => return host,
                };
                host.strip_suffix(usual).map_or(host.clone(), str::to_owned)
            })
        }),
    ),
    Property(
        "hostname",
        Read::Own(|ctx, element| part(ctx, element, |parts| parts.hostname().to_owned())),
    ),
    Property("href", Read::Url("href")),
    Property(
        "origin",
        Read::Own(|ctx, element| {
            part(ctx, element, |parts| match parts.scheme.as_str() {
                "" => String::new(),
                scheme => format!("{scheme}://{}", parts.host.as_deref().unwrap_or_default()),
            })
        }),
    ),
    Property("password", Read::Own(|ctx, element| part(ctx, element, |parts| user(parts).1))),
    Property("pathname", Read::Own(|ctx, element| part(ctx, element, |parts| rooted(&parts.path)))),
    Property("port", Read::Own(|ctx, element| part(ctx, element, |parts| parts.port().to_owned()))),
    Property(
        "protocol",
        Read::Own(|ctx, element| {
            part(ctx, element, |parts| match parts.scheme.as_str() {
                "" => ":".to_owned(),
                scheme => scheme.to_owned(),
            })
        }),
    ),
    Property(
        "search",
        Read::Own(|ctx, element| part(ctx, element, |parts| marked('?', parts.query.as_deref()))),
    ),
    Property("toString", Read::Url("href")),
    Property("username", Read::Own(|ctx, element| part(ctx, element, |parts| user(parts).0))),
];

fn part<'js>(
    ctx: &Ctx<'js>,
    element: &Element,
    read: impl Fn(&Reference) -> String,
) -> Result<Value<'js>> {
    read(&Reference::parse(&address(element, "href")).unwrap_or_default()).into_js(ctx)
}

/// `text` after its mark, or nothing.
fn marked(mark: char, text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).map(|text| format!("{mark}{text}")).unwrap_or_default()
}

/// Name and password.
fn user(parts: &Reference) -> (String, String) {
    let user = parts.user.as_deref().unwrap_or_default();
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    (name.to_owned(), password.to_owned())
}

/// A path as scripts see it, from the root.
fn rooted(path: &str) -> String {
    let from_root = path.is_empty() || path.starts_with('/');
    if from_root { path.to_owned() } else { format!("/{path}") }
}
