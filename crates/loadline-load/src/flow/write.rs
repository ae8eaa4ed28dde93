//! A request with its values filled in, as bytes and pieces.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use loadline_core::file::Method;

use super::bench::Letter;
use super::fill::{self, Draws, Text, Values};
use super::plan::{Header, Multipart, PartContent, Written, WrittenBody};
use crate::coding::encode;
use crate::http1::write_head;
use crate::message::Piece;

impl Written {
    /// Writes the request into `letter`; bytes that are elsewhere are left to whoever sends it.
    pub(super) fn write(
        &self,
        letter: &mut Letter,
        method: Method,
        values: &Values,
        draws: &mut Draws<'_>,
    ) {
        letter.written.clear();
        letter.pieces.clear();
        let path = self.path.filled(values, draws);
        // A header whose value is not saved yet is left out: a login goes without its own token.
        let ready = self.headers.iter().filter(|(_, header)| header.text().is_ready(values));
        let headers: Vec<(&str, String)> =
            ready.map(|(name, header)| (&**name, header.value(values, draws))).collect();
        let mut body = self.body.written(&mut letter.pieces, values, draws);
        if let (Some(coding), Some(written)) = (self.compression, &mut body) {
            *written = encode(coding, written);
        }
        let elsewhere = match &self.body {
            WrittenBody::Elsewhere(bytes) => Some(*bytes),
            _ => Some(letter.pieces.iter().map(Piece::length).sum()).filter(|bytes| *bytes > 0),
        };
        let length = match (&body, elsewhere) {
            (None, elsewhere) => elsewhere,
            (Some(body), elsewhere) => Some(body.len() as u64 + elsewhere.unwrap_or_default()),
        };
        let headers = headers.iter().map(|(name, value)| (*name, &**value));
        write_head(&mut letter.written, method, &path, &self.host, headers, length);
        letter.written.extend(body.unwrap_or_default());
    }

    /// Whether it is the same each time.
    pub(super) fn is_constant(&self) -> bool {
        let headers = self.headers.iter().all(|(_, header)| header.text().is_constant());
        headers && self.path.is_constant() && self.body.is_constant()
    }
}

impl Header {
    pub(super) fn value(&self, values: &Values, draws: &mut Draws<'_>) -> String {
        match self {
            Self::Plain(text) => text.filled(values, draws),
            Self::Basic(text) => format!("Basic {}", STANDARD.encode(text.filled(values, draws))),
        }
    }
}

impl WrittenBody {
    /// The part of the body that goes right behind the head; what follows it goes into `pieces`.
    fn written(
        &self,
        pieces: &mut Vec<Piece>,
        values: &Values,
        draws: &mut Draws<'_>,
    ) -> Option<Vec<u8>> {
        let mut out = String::new();
        match self {
            Self::None | Self::Elsewhere(_) => return None,
            Self::Bytes(bytes) => return Some(bytes.to_vec()),
            Self::Json(text) => text.fill(&mut out, values, draws, fill::json),
            Self::Text(text) => text.fill(&mut out, values, draws, fill::plain),
            Self::Form(fields) => {
                for (place, (name, value)) in fields.iter().enumerate() {
                    let separator = if place == 0 { "" } else { "&" };
                    write!(out, "{separator}{name}=").expect("writing to memory does not fail");
                    fill::form(&value.filled(values, draws), &mut out);
                }
            }
            Self::Multipart(form) => return Some(form.written(pieces, values, draws)),
        }
        Some(out.into_bytes())
    }

    pub(super) fn is_constant(&self) -> bool {
        match self {
            Self::None | Self::Elsewhere(_) | Self::Bytes(_) => true,
            Self::Json(text) | Self::Text(text) => text.is_constant(),
            Self::Form(fields) => fields.iter().all(|(_, value)| value.is_constant()),
            Self::Multipart(form) => form.texts().all(Text::is_constant),
        }
    }
}

impl Multipart {
    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.parts.iter().filter_map(|(_, content)| match content {
            PartContent::Text(text) => Some(text),
            PartContent::File { .. } => None,
        })
    }

    /// Everything before the first file; that file and what follows it go into `pieces`.
    fn written(&self, pieces: &mut Vec<Piece>, values: &Values, draws: &mut Draws<'_>) -> Vec<u8> {
        let mut text = String::new();
        let mut first = None;
        for (head, content) in &self.parts {
            text.push_str(head);
            match content {
                PartContent::Text(content) => content.fill(&mut text, values, draws, fill::plain),
                PartContent::File { path, length } => {
                    let before = std::mem::take(&mut text).into_bytes();
                    if first.is_none() {
                        first = Some(before);
                    } else {
                        pieces.push(Piece::Bytes(before));
                    }
                    pieces.push(Piece::File { path: path.clone(), length: *length });
                }
            }
        }
        text.push_str(&self.end);
        match first {
            None => text.into_bytes(),
            Some(first) => {
                pieces.push(Piece::Bytes(text.into_bytes()));
                first
            }
        }
    }
}
