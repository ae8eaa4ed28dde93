//! Frames out of bytes, however these are cut. DATA is handed on in the pieces that come, so nothing of a
//! body is held here; any other frame is held until it is whole, and is small by rule.

use super::error::ConnectionError;
use super::frame::{DATA, FrameHead, HEAD_BYTES, PADDED, PAYLOAD_BYTES_MAX};

/// What came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Incoming<'a> {
    /// A whole frame; DATA only when it is padded.
    Frame(FrameHead, &'a [u8]),
    /// A piece of a DATA frame, which may be empty when it is the only one; `first` and `last` tell
    /// whether it begins and ends the frame.
    Piece { head: FrameHead, bytes: &'a [u8], first: bool, last: bool },
}

/// Where reading stands.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The beginning of a frame that is not whole yet: never more than one frame.
    partial: Vec<u8>,
    /// Whether `partial` was handed out and is to be forgotten.
    is_spent: bool,
    /// The DATA frame that is under way, and what is still to come of it.
    data: Option<(FrameHead, usize)>,
}

impl Reader {
    /// The next frame or piece in `input`, which moves on; none when all of it is used up.
    pub(super) fn next<'s, 'a: 's>(
        &'s mut self,
        input: &mut &'a [u8],
    ) -> Result<Option<Incoming<'s>>, ConnectionError> {
        if std::mem::take(&mut self.is_spent) {
            self.partial.clear();
        }
        if input.is_empty() {
            return Ok(None);
        }
        if let Some((head, left)) = self.data.take() {
            return Ok(Some(self.piece(head, left, false, input)));
        }
        if self.partial.is_empty() {
            let Some(head) = head_of(input)? else { return Ok(self.keep_all(input)) };
            if is_streamed(&head) {
                *input = &input[HEAD_BYTES..];
                return Ok(Some(self.piece(head, head.length, true, input)));
            }
            let Some((whole, rest)) = input.split_at_checked(HEAD_BYTES + head.length) else {
                return Ok(self.keep_all(input));
            };
            *input = rest;
            return Ok(Some(Incoming::Frame(head, &whole[HEAD_BYTES..])));
        }
        self.next_of_partial(input)
    }

    /// Completes the frame that has begun, first its head and then the rest.
    fn next_of_partial<'s, 'a: 's>(
        &'s mut self,
        input: &mut &'a [u8],
    ) -> Result<Option<Incoming<'s>>, ConnectionError> {
        self.fill_up_to(HEAD_BYTES, input);
        let Some(head) = head_of(&self.partial)? else { return Ok(None) };
        if is_streamed(&head) {
            self.partial.clear();
            return Ok(Some(self.piece(head, head.length, true, input)));
        }
        self.fill_up_to(HEAD_BYTES + head.length, input);
        if self.partial.len() < HEAD_BYTES + head.length {
            return Ok(None);
        }
        self.is_spent = true;
        Ok(Some(Incoming::Frame(head, &self.partial[HEAD_BYTES..])))
    }

    fn piece<'a>(
        &mut self,
        head: FrameHead,
        left: usize,
        first: bool,
        input: &mut &'a [u8],
    ) -> Incoming<'a> {
        let (bytes, rest) = input.split_at(left.min(input.len()));
        *input = rest;
        let left = left - bytes.len();
        if left > 0 {
            self.data = Some((head, left));
        }
        Incoming::Piece { head, bytes, first, last: left == 0 }
    }

    fn fill_up_to(&mut self, length: usize, input: &mut &[u8]) {
        let missing = length.saturating_sub(self.partial.len()).min(input.len());
        let (bytes, rest) = input.split_at(missing);
        self.partial.extend_from_slice(bytes);
        *input = rest;
    }

    fn keep_all<'a>(&mut self, input: &mut &[u8]) -> Option<Incoming<'a>> {
        self.partial.extend_from_slice(input);
        *input = &[];
        None
    }
}

/// The head at the start of `bytes`, where it is whole.
fn head_of(bytes: &[u8]) -> Result<Option<FrameHead>, ConnectionError> {
    let Some(bytes) = bytes.first_chunk() else { return Ok(None) };
    let head = FrameHead::read(bytes);
    if head.length > PAYLOAD_BYTES_MAX {
        return Err(ConnectionError::FrameSize);
    }
    Ok(Some(head))
}

fn is_streamed(head: &FrameHead) -> bool {
    head.kind == DATA && !head.has(PADDED)
}
