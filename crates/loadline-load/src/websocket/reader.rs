//! Messages from the bytes of a connection, in whatever pieces they come.
//!
//! A message that lies whole in its input is handed out from there without a copy; only one that is cut
//! into frames or reads is gathered, within the limit, and let go again once it was handed out.

use super::close::Close;
use super::violation::Violation;

/// Longest head of a frame without a mask.
const HEAD_BYTES_MAX: usize = 10;
/// Longest payload of a control frame.
const CONTROL_BYTES_MAX: u64 = 125;

/// What the other end said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received<'a> {
    /// A text.
    Text(&'a str),
    /// Bytes.
    Binary(&'a [u8]),
    /// A ping, to be answered with the same payload.
    Ping(&'a [u8]),
    /// The answer to a ping.
    Pong(&'a [u8]),
    /// The end.
    Close(Close<'a>),
}

/// The state of reading one connection.
#[derive(Debug)]
pub struct MessageReader {
    limit_bytes: u64,
    /// The frame whose payload is being read.
    frame: Option<Frame>,
    /// A head that its input cut off.
    head: [u8; HEAD_BYTES_MAX],
    head_bytes: u8,
    /// A message of several frames: whether it is a text.
    message_is_text: Option<bool>,
    /// What is there of a message or control frame that came in pieces.
    message: Vec<u8>,
    control: Vec<u8>,
    /// Whether what was gathered has been handed out.
    message_spent: bool,
    control_spent: bool,
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    opcode: u8,
    is_final: bool,
    left: u64,
}

impl Frame {
    fn is_control(self) -> bool {
        self.opcode >= 8
    }
}

impl MessageReader {
    /// A reader for messages of at most `limit_bytes`.
    pub fn new(limit_bytes: u64) -> Self {
        Self {
            limit_bytes,
            frame: None,
            head: [0; HEAD_BYTES_MAX],
            head_bytes: 0,
            message_is_text: None,
            message: Vec::new(),
            control: Vec::new(),
            message_spent: false,
            control_spent: false,
        }
    }

    /// Reads on from the start of `input` and leaves there what was not needed; nothing when more is.
    ///
    /// # Errors
    /// When the other end breaks the protocol or the limit; the connection is then of no further use.
    pub fn read<'r, 'i: 'r>(
        &'r mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Received<'r>>, Violation> {
        self.let_go();
        loop {
            if self.frame.is_none() {
                self.frame = self.read_head(input)?;
            }
            let Some(frame) = &mut self.frame else { return Ok(None) };
            let here = frame.left.min(input.len() as u64) as usize;
            let (payload, rest) = input.split_at(here);
            *input = rest;
            frame.left -= here as u64;
            let frame = *frame;
            if frame.left > 0 {
                self.gathered(frame).extend_from_slice(payload);
                return Ok(None);
            }
            self.frame = None;
            if !frame.is_control() && !frame.is_final {
                self.message.extend_from_slice(payload);
                continue;
            }
            return self.complete(frame, payload).map(Some);
        }
    }

    /// Room taken for what the reader holds on to.
    #[cfg(test)]
    pub(super) fn memory_held_bytes(&self) -> usize {
        self.message.capacity() + self.control.capacity()
    }

    /// What was lent out is taken back, and its memory with it.
    fn let_go(&mut self) {
        if std::mem::take(&mut self.message_spent) {
            self.message = Vec::new();
        }
        if std::mem::take(&mut self.control_spent) {
            self.control = Vec::new();
        }
    }

    fn gathered(&mut self, frame: Frame) -> &mut Vec<u8> {
        if frame.is_control() { &mut self.control } else { &mut self.message }
    }

    /// The head of the next frame, from what was cut off before and from `input`.
    fn read_head(&mut self, input: &mut &[u8]) -> Result<Option<Frame>, Violation> {
        let kept = usize::from(self.head_bytes);
        let taken = input.len().min(HEAD_BYTES_MAX - kept);
        self.head[kept..kept + taken].copy_from_slice(&input[..taken]);
        match parse_head(&self.head[..kept + taken])? {
            None => {
                self.head_bytes = (kept + taken) as u8;
                *input = &input[taken..];
                Ok(None)
            }
            Some((frame, length)) => {
                self.head_bytes = 0;
                *input = &input[length - kept..];
                self.admit(frame)?;
                Ok(Some(frame))
            }
        }
    }

    /// Whether the frame may come now, and notes the message it begins or ends.
    fn admit(&mut self, frame: Frame) -> Result<(), Violation> {
        if frame.is_control() {
            return Ok(());
        }
        match (frame.opcode, self.message_is_text) {
            (0, None) => return Err(Violation::NothingToContinue),
            (0, Some(_)) => {}
            (_, Some(_)) => return Err(Violation::Interleaved),
            (opcode, None) => self.message_is_text = Some(opcode == 1),
        }
        if self.message.len() as u64 + frame.left > self.limit_bytes {
            return Err(Violation::TooLarge { limit_bytes: self.limit_bytes });
        }
        Ok(())
    }

    /// A frame that ends a message or is one by itself: `payload` is its last piece, or all of it.
    fn complete<'r>(
        &'r mut self,
        frame: Frame,
        payload: &'r [u8],
    ) -> Result<Received<'r>, Violation> {
        let was_text = self.message_is_text;
        let (gathered, spent) = if frame.is_control() {
            (&mut self.control, &mut self.control_spent)
        } else {
            self.message_is_text = None;
            (&mut self.message, &mut self.message_spent)
        };
        let bytes = if gathered.is_empty() {
            payload
        } else {
            gathered.extend_from_slice(payload);
            *spent = true;
            gathered
        };
        match frame.opcode {
            8 => Close::parse(bytes).map(Received::Close),
            9 => Ok(Received::Ping(bytes)),
            10 => Ok(Received::Pong(bytes)),
            _ if was_text == Some(true) => {
                std::str::from_utf8(bytes).map(Received::Text).map_err(|_| Violation::NotUtf8)
            }
            _ => Ok(Received::Binary(bytes)),
        }
    }
}

/// The frame and the length of its head; nothing while that is unfinished.
fn parse_head(bytes: &[u8]) -> Result<Option<(Frame, usize)>, Violation> {
    let &[first, second, ref rest @ ..] = bytes else { return Ok(None) };
    let (is_final, opcode) = (first & 0x80 != 0, first & 0x0F);
    if first & 0x70 != 0 {
        return Err(Violation::ReservedBit);
    }
    if !matches!(opcode, 0..=2 | 8..=10) {
        return Err(Violation::UnknownKind(opcode));
    }
    if second & 0x80 != 0 {
        return Err(Violation::Masked);
    }
    let (left, length) = match second & 0x7F {
        126 => {
            let Some(length) = rest.first_chunk() else { return Ok(None) };
            (u64::from(u16::from_be_bytes(*length)), 4)
        }
        127 => {
            let Some(length) = rest.first_chunk() else { return Ok(None) };
            (u64::from_be_bytes(*length), 10)
        }
        length => (u64::from(length), 2),
    };
    let shortest = match left {
        0..=125 => 2,
        126..=0xFFFF => 4,
        _ => 10,
    };
    if length != shortest || left > i64::MAX as u64 {
        return Err(Violation::BadLength);
    }
    if opcode >= 8 && (!is_final || left > CONTROL_BYTES_MAX) {
        return Err(Violation::BadControl);
    }
    Ok(Some((Frame { opcode, is_final, left }, length)))
}
