//! What curl sends: pieces of data, forms with files, whole files.

use super::flags::Flag;
use super::marks::{shown, text};
use crate::flows::draft::{Body, Draft, Part};
use crate::flows::har::json_of;
use crate::flows::secret::Secrets;
use crate::flows::text::{Text, word};
use crate::flows::url::{encoded_component, pairs};
use crate::flows::value::Value;

/// Bytes of data that are written into the file.
const DATA_BYTES_MAX: usize = 64 << 10;
const STDIN: &str = "data from standard input";

/// The data of one request, as the flags gave it.
#[derive(Debug, Default)]
pub(super) struct Data {
    /// Pieces that are joined with `&`.
    pub(super) pieces: Vec<String>,
    /// Parts of a form with files.
    pub(super) parts: Vec<(String, Part)>,
    /// A file that is the whole body.
    pub(super) file: Option<String>,
    /// `--json`.
    pub(super) is_json: bool,
}

impl Data {
    /// Whether there is any.
    pub(super) fn is_some(&self) -> bool {
        !self.pieces.is_empty() || !self.parts.is_empty() || self.file.is_some()
    }

    /// Takes the value of a flag about data.
    pub(super) fn take(
        &mut self,
        flag: Flag,
        value: &str,
        draft: &mut Draft,
        secrets: &mut Secrets,
    ) {
        match flag {
            Flag::DataRaw => self.pieces.push(value.to_owned()),
            Flag::DataUrlencode => self.urlencode(value, draft),
            Flag::Form | Flag::FormString => self.form(flag, value, draft, secrets),
            _ => match value.strip_prefix('@') {
                Some("-") => draft.left_out.note(STDIN, ""),
                Some(path) => self.file(path, draft),
                None => self.pieces.push(value.to_owned()),
            },
        }
        self.is_json |= flag == Flag::Json;
    }

    /// A file as the body.
    pub(super) fn file(&mut self, path: &str, draft: &mut Draft) {
        if let Some(path) = read(path, draft) {
            self.file = Some(path);
        }
    }

    /// `content`, `=content`, `name=content`; what comes from files is noted.
    fn urlencode(&mut self, value: &str, draft: &mut Draft) {
        match value.split_once('=') {
            Some(("", content)) => self.pieces.push(encoded_component(content)),
            Some((name, content)) if !name.contains('@') => {
                self.pieces.push(format!("{name}={}", encoded_component(content)));
            }
            _ if value.contains('@') => {
                draft.left_out.note("fields whose value comes from a file", &shown(value));
            }
            _ => self.pieces.push(encoded_component(value)),
        }
    }

    /// `name=value`, `name=@file;type=image/png;filename=me.png`.
    fn form(&mut self, flag: Flag, value: &str, draft: &mut Draft, secrets: &mut Secrets) {
        let (name, content) = value.split_once('=').unwrap_or((value, ""));
        let is_known = self.parts.iter().any(|(known, _)| known == name);
        if is_known || name.len() > 160 || name.contains(['"', '\r', '\n']) {
            draft
                .left_out
                .note("fields of a form whose name came twice or cannot be written", &shown(name));
            return;
        }
        let part = match content.chars().next().filter(|_| flag == Flag::Form) {
            Some('@') => file_part(&content[1..], draft),
            Some('<') => {
                draft.left_out.note("fields whose value comes from a file", &shown(value));
                None
            }
            _ => {
                let content = match flag {
                    Flag::Form => content.split(";type=").next().unwrap_or_default(),
                    _ => content,
                };
                Some(Part::Text(text(secrets, name, content.trim_matches('"'))))
            }
        };
        self.parts.extend(part.map(|part| (name.to_owned(), part)));
    }

    /// The body, and the media type where it has to be said.
    pub(super) fn body(
        self,
        media_type: Option<&str>,
        draft: &mut Draft,
        secrets: &mut Secrets,
        what: &str,
    ) -> (Body, Option<&'static str>) {
        const FORM: &str = "application/x-www-form-urlencoded";
        let implied = if self.is_json { "application/json" } else { FORM };
        let kind = media_type.unwrap_or(implied).split(';').next().unwrap_or_default().trim();
        let kind = kind.to_ascii_lowercase();
        let said = media_type.is_none().then_some(implied);
        if !self.parts.is_empty() {
            return (Body::Multipart(self.parts), None);
        }
        if let Some(path) = self.file {
            return (Body::File(path), said);
        }
        let joined = self.pieces.join(if self.is_json { "" } else { "&" });
        if joined.len() > DATA_BYTES_MAX || !draft.room.take(joined.len(), 1) {
            let reason = "bodies too large for the file, sent as zero bytes of the same length";
            draft.left_out.note(reason, what);
            return (Body::Zeros(joined.len() as u64), said);
        }
        if kind.contains("json")
            && let Some(value) = json_of(&joined)
            && draft.room.take(0, value.size_within(5_000))
        {
            return (Body::Json(json(secrets, "", &value)), None);
        }
        if kind == FORM
            && let Some(fields) = fields(secrets, &joined)
            && draft.room.take(0, 2 * fields.len())
        {
            return (Body::Form(fields), None);
        }
        (Body::Text(text(secrets, "", &joined)), said)
    }
}

/// The fields of a form, where it is one whose names are there once and come back as they were.
fn fields(secrets: &mut Secrets, joined: &str) -> Option<Vec<(String, Text)>> {
    let pairs = pairs(joined);
    let is_once = |place: usize| !pairs[..place].iter().any(|(name, _)| *name == pairs[place].0);
    let fits = joined.contains('=')
        && !joined.trim_start().starts_with(['{', '['])
        && pairs.iter().all(|(name, _)| !name.is_empty() && name.len() <= 160)
        && (0..pairs.len()).all(is_once);
    fits.then(|| {
        let field = |(name, value): &(String, String)| (name.clone(), text(secrets, name, value));
        pairs.iter().map(field).collect()
    })
}

fn json(secrets: &mut Secrets, name: &str, value: &Value) -> Value {
    match value {
        Value::Text(found) => Value::Fill(text(secrets, name, found)),
        Value::List(items) => Value::List(items.iter().map(|i| json(secrets, name, i)).collect()),
        Value::Map(entries) => Value::Map(
            entries.iter().map(|(key, value)| (shown(key), json(secrets, key, value))).collect(),
        ),
        other => secrets.json(name, other),
    }
}

/// `picture.png;type=image/png;filename=me.png`.
fn file_part(text: &str, draft: &mut Draft) -> Option<Part> {
    let mut words = text.split(';');
    let path = read(words.next().unwrap_or_default(), draft)?;
    let (mut file_name, mut media_type) = (None, None);
    for parameter in words {
        match parameter.trim().split_once('=') {
            Some(("type", value)) => media_type = word(&shown(value)),
            Some(("filename", value)) => file_name = word(&shown(value)),
            _ => {}
        }
    }
    Some(Part::File { path, file_name, media_type })
}

/// The path of a file that is somebody else's to bring.
fn read(path: &str, draft: &mut Draft) -> Option<String> {
    let Some(path) = word(&shown(path)).filter(|path| path != "-") else {
        draft.left_out.note(STDIN, "");
        return None;
    };
    if !draft.reads.contains(&path) {
        draft.reads.push(path.clone());
    }
    Some(path)
}
