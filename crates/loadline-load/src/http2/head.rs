//! What a header block says: status, length, and whether its fields tell the user what to do next.

use std::cell::RefCell;
use std::rc::Rc;

use super::error::StreamError;
use super::hpack::{Decoder, HpackError};
use crate::message::Fields;

/// Blocks remembered: a few endpoints in turn.
const BLOCKS_MAX: usize = 4;
/// Longer blocks are not remembered, so that the memory stays in the cache.
const BLOCK_BYTES_MAX: usize = 1_024;
/// What a field counts for besides its bytes (RFC 9113, section 6.5.2).
const FIELD_OVERHEAD_BYTES: usize = 32;

/// The part of a head that this side goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Head {
    /// Zero where there is none, as in trailers.
    pub(super) status: u16,
    pub(super) length: Option<u64>,
    /// A cookie to keep, a place to go, a coding to undo, a question of who is there.
    pub(super) tells_more: bool,
    /// Its size as header lists are counted.
    pub(super) list_bytes: usize,
}

/// Blocks that the connections of one thread have seen lately and that mean the same on each: a server
/// that uses no dynamic table sends the same bytes for a second.
#[derive(Debug, Clone, Default)]
pub struct BlockMemo(Rc<RefCell<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    blocks: Vec<(Vec<u8>, Head)>,
    oldest: usize,
}

impl BlockMemo {
    #[inline]
    fn find(&self, block: &[u8]) -> Option<Head> {
        let seen = self.0.borrow();
        let known = seen.blocks.iter().find(|(bytes, _)| bytes == block);
        known.map(|(_, head)| *head)
    }

    fn remember(&self, block: &[u8], head: Head) {
        let mut seen = self.0.borrow_mut();
        if seen.blocks.len() < BLOCKS_MAX {
            seen.blocks.push((block.to_vec(), head));
            return;
        }
        let place = seen.oldest;
        let replaced = &mut seen.blocks[place];
        replaced.0.clear();
        replaced.0.extend_from_slice(block);
        replaced.1 = head;
        seen.oldest = (place + 1) % BLOCKS_MAX;
    }
}

/// Reads blocks of one connection.
#[derive(Debug)]
pub(super) struct HeadDecoder {
    decoder: Decoder,
    memo: BlockMemo,
    list_bytes_max: usize,
    /// The fields of the last block without those that begin with a colon, one after the other.
    texts: Vec<u8>,
    /// Where each one's name and value end in `texts`.
    ends: Vec<(usize, usize)>,
}

impl HeadDecoder {
    pub(super) fn new(table_bytes: usize, list_bytes_max: usize, memo: BlockMemo) -> Self {
        let decoder = Decoder::new(table_bytes);
        Self { decoder, memo, list_bytes_max, texts: Vec::new(), ends: Vec::new() }
    }

    /// Reads a block. A block of the wrong form ends the connection, one of the wrong content the stream.
    #[inline]
    pub(super) fn decode(
        &mut self,
        block: &[u8],
        keep_fields: bool,
    ) -> Result<Result<Head, StreamError>, HpackError> {
        if !keep_fields && let Some(head) = self.memo.find(block) {
            return Ok(Ok(head));
        }
        self.texts.clear();
        self.ends.clear();
        let (texts, ends) = (&mut self.texts, &mut self.ends);
        let mut reading = Reading { head: Head::default(), wrong: None };
        let list_bytes_max = self.list_bytes_max;
        self.decoder.decode(block, |name, value| {
            reading.head.list_bytes += name.len() + value.len() + FIELD_OVERHEAD_BYTES;
            if reading.head.list_bytes > list_bytes_max || reading.wrong.is_some() {
                return;
            }
            if name.first() == Some(&b':') {
                reading.pseudo(name, value, ends.is_empty());
                return;
            }
            reading.field(name, value);
            texts.extend_from_slice(name);
            let name_end = texts.len();
            texts.extend_from_slice(value);
            ends.push((name_end, texts.len()));
        })?;
        let head = reading.head;
        if head.list_bytes > list_bytes_max {
            return Ok(Err(StreamError::HeadTooLarge));
        }
        if let Some(wrong) = reading.wrong {
            return Ok(Err(StreamError::Protocol(wrong)));
        }
        // Failures are remembered by those who show them, field by field.
        let tells_more = head.tells_more || head.status >= 400;
        let is_lasting = !self.decoder.used_table() && !tells_more;
        if is_lasting && !keep_fields && block.len() <= BLOCK_BYTES_MAX {
            self.memo.remember(block, head);
        }
        Ok(Ok(head))
    }

    /// Appends the fields of the last block, which was not one from the memory.
    pub(super) fn fields_into(&self, fields: &mut Fields) {
        let mut begin = 0;
        for (name_end, end) in &self.ends {
            fields.push(&self.texts[begin..*name_end], &self.texts[*name_end..*end]);
            begin = *end;
        }
    }
}

/// A block while it is read.
struct Reading {
    head: Head,
    wrong: Option<&'static str>,
}

impl Reading {
    fn pseudo(&mut self, name: &[u8], value: &[u8], is_early: bool) {
        let status = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
        match status {
            Some(status @ 100..=999) if name == b":status" && is_early && value.len() == 3 => {
                if self.head.status != 0 {
                    self.wrong = Some("the answer has two statuses");
                }
                self.head.status = status;
            }
            _ => self.wrong = Some("the answer's status is malformed or misplaced"),
        }
    }

    /// Looks at the fields that matter; their lengths differ, so most others cost one comparison.
    fn field(&mut self, name: &[u8], value: &[u8]) {
        if name.is_empty() || name.iter().any(u8::is_ascii_uppercase) {
            self.wrong = Some("the answer has a field whose name is malformed");
        }
        match name {
            b"content-length" => {
                let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
                let text = std::str::from_utf8(value).ok().filter(|_| is_number);
                let length = text.and_then(|text| text.parse().ok());
                if length.is_none() || self.head.length.is_some_and(|other| Some(other) != length) {
                    self.wrong = Some("the answer's content-length is not one number");
                }
                self.head.length = length;
            }
            b"set-cookie" | b"location" | b"content-encoding" | b"www-authenticate" => {
                self.head.tells_more = true;
            }
            b"connection" | b"transfer-encoding" | b"keep-alive" | b"proxy-connection"
            | b"upgrade" => {
                self.wrong = Some("the answer has a field that HTTP/2 does not allow");
            }
            _ => {}
        }
    }
}
