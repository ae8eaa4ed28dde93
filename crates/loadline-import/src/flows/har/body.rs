//! What a recorded request sent: JSON, forms, forms with files, texts, bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::known::Known;
use crate::flows::draft::{Body, Draft, FileBeside, Part};
use crate::flows::secret::{Secrets, is_secret_name};
use crate::flows::text::{Text, word};
use crate::flows::url::pairs;
use crate::flows::value::{Value, read_json_within};

/// Bytes of a text body that is written into the file.
const TEXT_BYTES_MAX: usize = 64 << 10;
/// Files beside `loadline.yaml` at most.
const FILES_MAX: usize = 20;
/// Bytes of one of them at most; larger bodies become as many zero bytes.
const FILE_BYTES_MAX: usize = 16 << 20;
/// Values and levels of a JSON body that is written as YAML; others stay text.
const JSON_VALUES_MAX: usize = 2_000;
pub(in crate::flows) const JSON_LEVELS_MAX: usize = 30;
/// Bytes of a key: written with escapes it stays below the 1,024 characters that YAML takes without ado.
const KEY_BYTES_MAX: usize = 160;
/// Fields of a form with files at most.
const PARTS_MAX: usize = 200;
/// Bytes of a file whose content the recording does not have.
const UNKNOWN_FILE_BYTES: usize = 1 << 10;

/// What fills in known values and takes secrets out, for the entry `now`.
pub(super) struct Filling<'a> {
    pub(super) now: usize,
    pub(super) known: &'a mut Known,
    pub(super) secrets: &'a mut Secrets,
}

impl Filling<'_> {
    fn text(&mut self, name: &str, text: &str) -> Text {
        self.known.text(self.now, self.secrets, name, text)
    }
}

/// The body of `post`, and the media type where the body does not imply it.
pub(super) fn body(
    draft: &mut Draft,
    post: &Value,
    fill: &mut Filling<'_>,
    what: &str,
) -> (Body, Option<String>) {
    let mime = post.text_of("mimeType").unwrap_or_default();
    let kind = mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let text = post.text_of("text").unwrap_or_default();
    let named = (!mime.is_empty()).then(|| mime.to_owned());
    let encoding = post.text_of("encoding").or_else(|| post.text_of("_encoding"));
    if encoding == Some("base64") {
        return (binary(draft, text, what), named);
    }
    if kind == "multipart/form-data" {
        return (multipart(draft, post, fill, what), None);
    }
    if kind == "application/x-www-form-urlencoded" {
        return form(draft, post, text, fill, what);
    }
    if kind.contains("json")
        && let Some(value) = json_of(text)
        && draft.room.take(text.len(), value.size_within(JSON_VALUES_MAX))
    {
        let body = fill.known.json(fill.now, fill.secrets, "", &value);
        return (Body::Json(body), Some(mime.to_owned()).filter(|_| kind != "application/json"));
    }
    if text.is_empty() {
        return (Body::None, named);
    }
    (plain(draft, text, fill, what), named)
}

/// Text as it stands, or as many zero bytes where there is too much of it.
fn plain(draft: &mut Draft, text: &str, fill: &mut Filling<'_>, what: &str) -> Body {
    if text.len() <= TEXT_BYTES_MAX && draft.room.take(text.len(), 1) {
        return Body::Text(fill.text("", text));
    }
    let reason = "bodies too large for the file, sent as zero bytes of the same length";
    draft.left_out.note(reason, what);
    Body::Zeros(text.len() as u64)
}

/// JSON that can be written as YAML.
pub(in crate::flows) fn json_of(text: &str) -> Option<Value> {
    if text.len() > TEXT_BYTES_MAX {
        return None;
    }
    let value = read_json_within(text, JSON_VALUES_MAX).ok()?;
    fits(&value, JSON_LEVELS_MAX).then_some(value)
}

pub(in crate::flows) fn fits(value: &Value, levels: usize) -> bool {
    let entry = |(key, value): &(String, Value)| {
        // A key is no text with values to fill in.
        key.len() <= KEY_BYTES_MAX && fits(value, levels - 1)
    };
    levels > 0
        && value.items().iter().all(|item| fits(item, levels - 1))
        && value.entries().iter().all(entry)
}

fn form(
    draft: &mut Draft,
    post: &Value,
    text: &str,
    fill: &mut Filling<'_>,
    what: &str,
) -> (Body, Option<String>) {
    let kind = Some("application/x-www-form-urlencoded".to_owned());
    let fields = if text.is_empty() { params(post) } else { pairs(text) };
    let is_repeated = |(place, (name, _)): (usize, &(String, String))| {
        fields[..place].iter().any(|(other, _)| other == name)
    };
    let bytes: usize = fields.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    let is_mapping = !fields.iter().enumerate().any(is_repeated)
        && fields.iter().all(|(name, _)| name.len() <= KEY_BYTES_MAX);
    if !(is_mapping && bytes <= TEXT_BYTES_MAX && draft.room.take(bytes, 2 * fields.len())) {
        if fields.iter().any(|(name, _)| is_secret_name(name)) {
            let reason = "forms with a secret and names that come twice, sent as zero bytes";
            draft.left_out.note(reason, what);
            return (Body::Zeros(bytes as u64), kind);
        }
        return (plain(draft, text, fill, what), kind);
    }
    let fields = fields.into_iter().map(|(name, value)| {
        let text = fill.text(&name, &value);
        (name, text)
    });
    (Body::Form(fields.collect()), None)
}

fn params(post: &Value) -> Vec<(String, String)> {
    let pair = |param: &Value| {
        let value = param.text_of("value").unwrap_or_default();
        Some((param.text_of("name")?.to_owned(), value.to_owned()))
    };
    post.items_of("params").iter().filter_map(pair).collect()
}

fn multipart(draft: &mut Draft, post: &Value, fill: &mut Filling<'_>, what: &str) -> Body {
    let found = found_parts(post);
    if found.is_empty() {
        let bytes = post.text_of("text").map_or(UNKNOWN_FILE_BYTES, str::len);
        draft.left_out.note("forms whose fields were not recorded, sent as zero bytes", what);
        return Body::Zeros(bytes as u64);
    }
    let mut parts: Vec<(String, Part)> = Vec::new();
    for FoundPart { name, file_name, media_type, value } in found {
        let is_odd = name.contains(['"', '\r', '\n']) || name.len() > KEY_BYTES_MAX;
        let is_odd = is_odd || parts.len() == PARTS_MAX;
        if is_odd || parts.iter().any(|(known, _)| *known == name) {
            draft
                .left_out
                .note("fields of a form whose name came twice or cannot be written", &name);
            continue;
        }
        let Some(file) = file_name else {
            let is_short = draft.room.take(value.len(), 2);
            let text = fill.text(&name, if is_short { &value } else { "" });
            parts.push((name, Part::Text(text)));
            continue;
        };
        let content = match value.is_empty() {
            true => vec![b'x'; UNKNOWN_FILE_BYTES],
            false => value.into_bytes(),
        };
        let reason = "files of forms: what was recorded of them lies beside the file, put the real ones there";
        draft.left_out.note(reason, &file);
        if let Some(path) = beside(draft, content, extension(&file)) {
            let (file_name, media_type) = (word(&file), media_type.as_deref().and_then(word));
            parts.push((name, Part::File { path, file_name, media_type }));
        }
    }
    Body::Multipart(parts)
}

struct FoundPart {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    value: String,
}

/// The parts as the recording lists them, else as they stand in the text.
fn found_parts(post: &Value) -> Vec<FoundPart> {
    let text = post.text_of("text").unwrap_or_default();
    let mime = post.text_of("mimeType").unwrap_or_default();
    let boundary = mime.split("boundary=").nth(1).map(|b| b.split(';').next().unwrap_or_default());
    let boundary = boundary.map(|b| b.trim().trim_matches('"')).filter(|b| !b.is_empty());
    if let Some(boundary) = boundary.filter(|_| !text.is_empty()) {
        return text.split(&format!("--{boundary}")).filter_map(part_of_text).collect();
    }
    let part = |param: &Value| {
        let word = |key: &str| param.text_of(key).map(str::to_owned);
        let (file_name, media_type) = (word("fileName"), word("contentType"));
        let value = word("value").unwrap_or_default();
        Some(FoundPart { name: word("name")?, file_name, media_type, value })
    };
    post.items_of("params").iter().filter_map(part).collect()
}

/// One part of a form as it is sent (RFC 7578).
fn part_of_text(text: &str) -> Option<FoundPart> {
    let text = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n'))?;
    let (head, value) = text.split_once("\r\n\r\n").or_else(|| text.split_once("\n\n"))?;
    let value = value.strip_suffix("\r\n").or_else(|| value.strip_suffix('\n')).unwrap_or(value);
    let parameter = |name: &str| {
        let (_, rest) = head.split_once(&format!("{name}=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    let kind = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
    });
    let name = parameter("; name")?;
    let file_name = parameter("filename");
    Some(FoundPart { name, file_name, media_type: kind, value: value.to_owned() })
}

/// The bytes behind base64.
pub(super) fn unpacked(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    STANDARD.decode(plain).ok()
}

/// Bytes that are no text: a file beside `loadline.yaml`, or as many zero bytes.
fn binary(draft: &mut Draft, text: &str, what: &str) -> Body {
    let Some(bytes) = unpacked(text) else {
        draft
            .left_out
            .note("bodies that are not the base64 they claim to be, sent as zero bytes", what);
        return Body::Zeros(text.len() as u64);
    };
    if bytes.is_empty() {
        return Body::None;
    }
    let length = bytes.len() as u64;
    match beside(draft, bytes, "bin") {
        Some(path) => {
            draft.left_out.note("binary bodies, kept in files beside the file", what);
            Body::File(path)
        }
        None => {
            draft.left_out.note("binary bodies, sent as zero bytes of the same length", what);
            Body::Zeros(length)
        }
    }
}

/// Puts a file beside `loadline.yaml`; none where there are too many, or it is too large.
fn beside(draft: &mut Draft, content: Vec<u8>, extension: &str) -> Option<String> {
    if let Some(same) = draft.files.iter().find(|file| file.content == content) {
        return Some(same.name.clone());
    }
    if draft.files.len() == FILES_MAX || content.len() > FILE_BYTES_MAX {
        return None;
    }
    let name = format!("loadline-body-{}.{extension}", draft.files.len() + 1);
    draft.files.push(FileBeside { name: name.clone(), content });
    Some(name)
}

/// The ending of a file's name, where it is an ordinary one.
fn extension(name: &str) -> &str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain =
        (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_plain { ending } else { "bin" }
}
