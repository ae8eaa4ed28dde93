//! The sources of a file, and the way from the bytes of one to the text of `loadline.yaml`.

use super::draft::{Options, Written};
use super::write::written;
use super::{curl, har, openapi};
use crate::results::ImportError;

/// Bytes of a source at most.
const SOURCE_BYTES_MAX: usize = 64 << 20;
/// Bytes of a `loadline.yaml` that its parser takes.
const FILE_BYTES_MAX: usize = 4 << 20;
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A recording of a browser or a proxy: HAR 1.2.
    Har,
    /// The description of an API: OpenAPI 3.0 or 3.1, or Swagger 2, as JSON or YAML.
    OpenApi,
    /// Command lines of curl.
    Curl,
}

impl Kind {
    /// All kinds with their names.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Har, "har"), (Self::OpenApi, "openapi"), (Self::Curl, "curl")];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }
}

/// Turns a source into a `loadline.yaml` that runs as it stands.
///
/// # Errors
/// When the source is not what it is said to be, with the place and what is accepted.
pub fn convert(kind: Kind, bytes: &[u8], options: &Options) -> Result<Written, ImportError> {
    if bytes.len() > SOURCE_BYTES_MAX {
        let most = SOURCE_BYTES_MAX >> 20;
        return Err(ImportError::file(format!("it is larger than {most} MiB"))
            .hint("record or describe a smaller part"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = &bytes[..error.valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        let hint = "a HAR is JSON, an API's description JSON or YAML, a command line text";
        ImportError::at(line, 0, "this is not UTF-8 text").hint(hint)
    })?;
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    if text.trim().is_empty() {
        return Err(ImportError::file("the file is empty"));
    }
    let draft = match kind {
        Kind::Har => har::draft(text, options),
        Kind::OpenApi => openapi::draft(text, options),
        Kind::Curl => curl::draft(text, options),
    }?;
    let written = written(draft, options);
    if written.text.len() > FILE_BYTES_MAX {
        let message = "what it describes is more than fits into one file of 4 MiB";
        return Err(ImportError::file(message).hint("record or describe a smaller part"));
    }
    Ok(written)
}

/// The target of the file: the one asked for, else the one that the source names.
pub(super) fn main_target(options: &Options, found: &str) -> String {
    options.target.clone().unwrap_or_else(|| found.to_owned())
}
