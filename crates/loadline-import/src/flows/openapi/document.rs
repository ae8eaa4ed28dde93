//! The description as a tree, with references followed.

use crate::flows::value::{Value, read_json, read_yaml};
use crate::results::ImportError;

/// References that lead to references.
const HOPS_MAX: usize = 10;
const ACCEPTED: &str = "accepted is OpenAPI 3.0 or 3.1 or Swagger 2, as JSON or YAML";

/// An API's description.
pub(super) struct Document {
    pub(super) root: Value,
    /// Whether it is Swagger 2.
    pub(super) is_swagger: bool,
}

impl Document {
    /// Reads a description and sees what it is.
    pub(super) fn read(text: &str) -> Result<Self, ImportError> {
        let is_json = text.trim_start().starts_with(['{', '[']);
        let root = if is_json { read_json(text) } else { read_yaml(text) };
        let root = root.map_err(|error| match error.hint.is_empty() {
            true => error.hint(ACCEPTED),
            false => error,
        })?;
        let version = |key: &str| root.get(key).and_then(Value::scalar);
        let wrong = |message: String| Err(ImportError::file(message).hint(ACCEPTED));
        let is_swagger = match (version("openapi"), version("swagger")) {
            (Some(version), _) if version.starts_with("3.") => false,
            (None, Some(version)) if version.starts_with('2') => true,
            (Some(version), _) => return wrong(format!("this is OpenAPI {version}")),
            (None, Some(version)) => return wrong(format!("this is Swagger {version}")),
            (None, None) if root.get("log").is_some() => {
                return Err(ImportError::file("this is a HAR, not an API's description")
                    .hint("`--from har` reads it"));
            }
            (None, None) => {
                return wrong(
                    "neither `openapi` nor `swagger` says which version it is".to_owned(),
                );
            }
        };
        Ok(Self { root, is_swagger })
    }

    /// What the API is called.
    pub(super) fn title(&self) -> String {
        let title = self.root.at(&["info", "title"]).and_then(Value::scalar).unwrap_or_default();
        let title: String = title.trim().chars().filter(|c| !c.is_control()).take(80).collect();
        if title.is_empty() { "api".to_owned() } else { title }
    }

    /// What a node stands for: itself, or what its `$ref` names within the document; none for circles,
    /// for what is not there and for other documents.
    pub(super) fn resolved<'d>(&'d self, node: &'d Value) -> Option<&'d Value> {
        let mut node = node;
        for _ in 0..HOPS_MAX {
            match node.text_of("$ref") {
                Some(reference) => node = self.named(reference)?,
                None => return Some(node),
            }
        }
        None
    }

    /// The node that a reference within the document names (RFC 6901).
    pub(super) fn named(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix('#')?;
        let pointer = crate::flows::url::decoded(pointer, false);
        let mut node = &self.root;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            node = match node {
                Value::List(items) => items.get(token.parse::<usize>().ok()?)?,
                other => other.get(&token)?,
            };
        }
        Some(node)
    }
}
