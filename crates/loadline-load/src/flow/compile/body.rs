//! Bodies: what is written into memory, what is read from files while it is sent, what is compressed ahead.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use loadline_core::file::{Body, Coding, FormContent, FormPart, Step};
use loadline_core::yaml::Located;

use super::super::error::FlowError;
use super::super::fill::{self, Text};
use super::super::plan::{Header, Multipart, PartContent, StepRest, WrittenBody};
use super::flow::Compiler;
use crate::coding::encode;
use crate::message::Piece;

/// The largest body that is compressed ahead: it and its compressed form are held in memory once.
const COMPRESSED_BYTES_MAX: u64 = 64 * 1024 * 1024;
const OCTETS: &str = "application/octet-stream";

/// A body with what it means for the rest of the request.
pub(super) struct CompiledBody {
    pub(super) body: WrittenBody,
    pub(super) rest: StepRest,
    pub(super) media_type: Option<String>,
    /// How it is compressed each time anew.
    pub(super) compression: Option<Coding>,
    /// The header that says how it is compressed.
    pub(super) coding: Option<(String, Header)>,
}

impl Compiler<'_> {
    pub(super) fn body(&mut self, step: &Step) -> Result<CompiledBody, FlowError> {
        let (body, rest, media_type) = self.plain_body(&step.body)?;
        let media_type = media_type.map(str::to_owned);
        let mut compiled = CompiledBody { body, rest, media_type, compression: None, coding: None };
        if let Body::Multipart(_) = &step.body {
            compiled.media_type = Some(format!("multipart/form-data; boundary={}", boundary(step)));
        }
        match step.compression {
            Some(coding) if !matches!(step.body, Body::None) => compress(compiled, coding, step),
            _ => Ok(compiled),
        }
    }

    fn plain_body(
        &mut self,
        body: &Body,
    ) -> Result<(WrittenBody, StepRest, Option<&'static str>), FlowError> {
        let written = |body, media_type| Ok((body, StepRest::Nothing, media_type));
        match body {
            Body::None => written(WrittenBody::None, None),
            Body::Json(text) => {
                let text = Text::new(text, &mut self.names)?;
                written(WrittenBody::Json(text), Some("application/json"))
            }
            Body::Text(text) => written(WrittenBody::Text(Text::new(text, &mut self.names)?), None),
            Body::Zeros(bytes) => {
                Ok((WrittenBody::Elsewhere(*bytes), StepRest::Zeros(*bytes), None))
            }
            Body::Form(fields) => {
                let field = |(name, value): &(String, _)| {
                    let mut coded = String::new();
                    fill::form(name, &mut coded);
                    Ok((coded, Text::new(value, &mut self.names)?))
                };
                let fields = fields.iter().map(field).collect::<Result<_, FlowError>>()?;
                written(WrittenBody::Form(fields), Some("application/x-www-form-urlencoded"))
            }
            Body::Multipart(parts) => {
                written(WrittenBody::Multipart(self.multipart(parts, &boundary_of(parts))?), None)
            }
            Body::File(path) => {
                let (path, length) = self.file(path)?;
                let rest = StepRest::Pieces(vec![Piece::File { path, length }]);
                Ok((WrittenBody::Elsewhere(length), rest, Some(OCTETS)))
            }
        }
    }

    fn multipart(&mut self, parts: &[FormPart], boundary: &str) -> Result<Multipart, FlowError> {
        let mut compiled = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let before = if place == 0 { "" } else { "\r\n" };
            let name = in_quotes(&part.name);
            let open =
                format!("{before}--{boundary}\r\ncontent-disposition: form-data; name={name}");
            compiled.push(match &part.content {
                FormContent::Text(text) => {
                    let text = Text::new(text, &mut self.names)?;
                    (format!("{open}\r\n\r\n"), PartContent::Text(text))
                }
                FormContent::File { path, file_name, media_type } => {
                    let last = Path::new(&path.value).file_name().unwrap_or_default();
                    let last = last.to_string_lossy().into_owned();
                    let file_name = in_quotes(file_name.as_ref().unwrap_or(&last));
                    let media_type = media_type.as_deref().unwrap_or(OCTETS);
                    let head = format!(
                        "{open}; filename={file_name}\r\ncontent-type: {media_type}\r\n\r\n"
                    );
                    let (path, length) = self.file(path)?;
                    (head, PartContent::File { path, length })
                }
            });
        }
        let before = if parts.is_empty() { "" } else { "\r\n" };
        Ok(Multipart { parts: compiled, end: format!("{before}--{boundary}--\r\n") })
    }

    /// A file that is there, and its length.
    fn file(&self, path: &Located<String>) -> Result<(Arc<Path>, u64), FlowError> {
        let found = self.names.surroundings().locate(&path.value);
        let wrong = |why: String| FlowError::File { path: found.clone(), why, place: path.place };
        let opened = File::open(&found).and_then(|file| file.metadata());
        let metadata = opened.map_err(|error| wrong(error.to_string()))?;
        if !metadata.is_file() {
            return Err(wrong("it is not a file".to_owned()));
        }
        Ok((Arc::from(&*found), metadata.len()))
    }
}

/// Compresses a body: once where nothing in it changes, else each time it is written.
fn compress(body: CompiledBody, coding: Coding, step: &Step) -> Result<CompiledBody, FlowError> {
    let name = Coding::ALL.iter().find(|(known, _)| *known == coding).map_or("", |(_, name)| name);
    let header = Header::Plain(Text::constant(name));
    let said = Some(("content-encoding".to_owned(), header));
    let wrong = |why: &str| FlowError::Compression { step: step.label(), why: why.to_owned() };
    let rest = match &body.rest {
        StepRest::Nothing => &[][..],
        StepRest::Zeros(count) => {
            let bytes =
                usize::try_from((*count).min(COMPRESSED_BYTES_MAX + 1)).unwrap_or(usize::MAX);
            return ahead(body, &vec![0; bytes], coding, said).ok_or_else(|| wrong(TOO_LARGE));
        }
        StepRest::Pieces(pieces) => &pieces[..],
        StepRest::Written => &[],
    };
    if let [Piece::File { path, .. }] = rest {
        let mut content = Vec::new();
        let file = File::open(path).map_err(|error| wrong(&error.to_string()))?;
        let read = file.take(COMPRESSED_BYTES_MAX + 1).read_to_end(&mut content);
        read.map_err(|error| wrong(&error.to_string()))?;
        return ahead(body, &content, coding, said).ok_or_else(|| wrong(TOO_LARGE));
    }
    if let WrittenBody::Multipart(form) = &body.body
        && form.parts.iter().any(|(_, content)| matches!(content, PartContent::File { .. }))
    {
        return Err(wrong("a form with files is read while it is sent"));
    }
    Ok(CompiledBody { compression: Some(coding), coding: said, ..body })
}

const TOO_LARGE: &str = "it is larger than 64 MiB, which is the most that is held in memory";

/// The body with `content`, compressed, in its place; none when it is too large.
fn ahead(
    body: CompiledBody,
    content: &[u8],
    coding: Coding,
    said: Option<(String, Header)>,
) -> Option<CompiledBody> {
    if content.len() as u64 > COMPRESSED_BYTES_MAX {
        return None;
    }
    let bytes = WrittenBody::Bytes(encode(coding, content).into());
    Some(CompiledBody { body: bytes, rest: StepRest::Nothing, coding: said, ..body })
}

/// A text in quotes as forms have it (WHATWG HTML, section 4.10.21.8).
fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"))
}

/// What separates the parts of a step's form.
fn boundary(step: &Step) -> String {
    match &step.body {
        Body::Multipart(parts) => boundary_of(parts),
        _ => String::new(),
    }
}

/// The same for the same form, so that runs can be repeated; nobody writes it by chance.
fn boundary_of(parts: &[FormPart]) -> String {
    let seed = parts.iter().flat_map(|part| part.name.bytes());
    let seed = seed.fold(parts.len() as u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    let mut random = fastrand::Rng::with_seed(seed);
    format!("loadline-{:016x}{:016x}", random.u64(..), random.u64(..))
}
