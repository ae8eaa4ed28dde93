//! The parser: lines from pieces, events from lines.

/// Bytes of room kept for the next event; larger room is let go.
const ROOM_KEPT_BYTES: usize = 4 * 1024;
/// The mark some programs put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<'a> {
    /// Its type; `message` when the server names none.
    pub kind: &'a str,
    /// Its data, the lines of it joined.
    pub data: &'a str,
    /// The last id the server gave, of this event or an earlier one.
    pub id: &'a str,
}

/// A stream that cannot be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// More than we take.
    #[error("the server sent an event larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
}

/// The state of reading one stream.
#[derive(Debug)]
pub struct EventParser {
    limit_bytes: usize,
    /// Bytes of the mark at the very start that have been seen, until it is certain.
    mark_seen: Option<usize>,
    /// A line that its piece cut off.
    line: Vec<u8>,
    /// Whether the last line ended with a return, whose line feed may still come.
    return_seen: bool,
    kind: String,
    data: String,
    id: String,
    has_data: bool,
    retry_ms: Option<u64>,
}

impl EventParser {
    /// A parser for events of at most `limit_bytes`, and lines no longer than that.
    pub fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            mark_seen: Some(0),
            line: Vec::new(),
            return_seen: false,
            kind: String::new(),
            data: String::new(),
            id: String::new(),
            has_data: false,
            retry_ms: None,
        }
    }

    /// The time after which the server wants to be asked again when the stream ends, where it said so.
    pub fn retry_ms(&self) -> Option<u64> {
        self.retry_ms
    }

    /// Reads on in `piece` and hands out each event that is complete. An event without the empty line
    /// behind it is none, even at the end of the stream.
    ///
    /// # Errors
    /// When a line or an event passes the limit.
    pub fn feed(
        &mut self,
        piece: &[u8],
        mut event: impl FnMut(Event<'_>),
    ) -> Result<(), EventError> {
        let mut rest = self.skip_mark(piece);
        while !rest.is_empty() {
            if std::mem::take(&mut self.return_seen) && rest[0] == b'\n' {
                rest = &rest[1..];
                continue;
            }
            let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let (text, after) = end.map_or((rest, None), |end| (&rest[..end], Some(end)));
            self.admit(text.len())?;
            let Some(end) = after else {
                self.line.extend_from_slice(text);
                break;
            };
            self.return_seen = rest[end] == b'\r';
            rest = &rest[end + 1..];
            if self.line.is_empty() {
                self.end_line(text, &mut event);
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(text);
                self.end_line(&line, &mut event);
            }
        }
        Ok(())
    }

    /// What of the very first bytes is not a byte order mark.
    fn skip_mark<'a>(&mut self, mut piece: &'a [u8]) -> &'a [u8] {
        while let (Some(seen), [first, rest @ ..]) = (self.mark_seen, piece) {
            if *first != BYTE_ORDER_MARK[seen] {
                // It was none: what looked like one belongs to the first line.
                self.line.extend_from_slice(&BYTE_ORDER_MARK[..seen]);
                self.mark_seen = None;
                break;
            }
            piece = rest;
            self.mark_seen = Some(seen + 1).filter(|seen| *seen < BYTE_ORDER_MARK.len());
        }
        piece
    }

    /// Whether there is room for `more` bytes.
    fn admit(&self, more: usize) -> Result<(), EventError> {
        if self.line.len() + self.data.len() + more > self.limit_bytes {
            return Err(EventError::TooLarge { limit_bytes: self.limit_bytes });
        }
        Ok(())
    }

    fn end_line(&mut self, line: &[u8], event: &mut impl FnMut(Event<'_>)) {
        if line.is_empty() {
            self.end_event(event);
            return;
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let value = line.get(colon + 1..).unwrap_or_default();
        let value = String::from_utf8_lossy(value.strip_prefix(b" ").unwrap_or(value));
        match &line[..colon] {
            b"data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(&value);
            }
            b"event" => self.kind = value.into_owned(),
            b"id" if !value.contains('\0') => self.id = value.into_owned(),
            b"retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry_ms = value.parse().ok();
            }
            // An empty name is a comment; of others the standard says to ignore them.
            _ => {}
        }
    }

    fn end_event(&mut self, event: &mut impl FnMut(Event<'_>)) {
        if std::mem::take(&mut self.has_data) {
            let kind = if self.kind.is_empty() { "message" } else { &self.kind };
            event(Event { kind, data: &self.data, id: &self.id });
        }
        self.kind.clear();
        self.data.clear();
        self.data.shrink_to(ROOM_KEPT_BYTES);
    }
}
