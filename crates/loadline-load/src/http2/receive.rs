//! What the peer says, frame by frame.

use super::client::{Client, Event};
use super::error::{ConnectionError, StreamError};
use super::frame::{
    ACK, CONTINUATION, Code, DATA, END_HEADERS, END_STREAM, FrameHead, GOAWAY, HEAD_BYTES, HEADERS,
    PADDED, PING, PRIORITISED, PRIORITY, PUSH_PROMISE, RST_STREAM, SETTINGS, WINDOW_UPDATE, number,
    write_number,
};
use super::reader::Incoming;
use super::stream::Phase;

/// A header block of which more is to come.
#[derive(Debug)]
pub(super) struct PartialBlock {
    stream: u32,
    ends: bool,
    bytes: Vec<u8>,
    /// Bytes of its frames.
    frames_bytes: u64,
}

impl Client {
    /// Reads on in `bytes`; `on` hears what happens to the streams.
    ///
    /// # Errors
    /// When the peer breaks the protocol or a limit. Every stream has then failed, and nothing but what
    /// waits to be written is to be done.
    pub fn feed(
        &mut self,
        bytes: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        if let Some(error) = self.failure() {
            return Err(error);
        }
        let mut reader = std::mem::take(&mut self.reader);
        let mut input = bytes;
        let fed = loop {
            match reader.next(&mut input) {
                Ok(None) => break Ok(()),
                Ok(Some(incoming)) => {
                    if let Err(error) = self.incoming(incoming, on) {
                        break Err(error);
                    }
                }
                Err(error) => break Err(error),
            }
        };
        self.reader = reader;
        fed.map_err(|error| match self.has_settings {
            true => error,
            false => ConnectionError::Protocol("the peer does not speak HTTP/2"),
        })
        .inspect_err(|error| self.give_up(*error, on))
    }

    #[inline]
    fn incoming(
        &mut self,
        incoming: Incoming<'_>,
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        let (Incoming::Frame(head, _) | Incoming::Piece { head, .. }) = incoming;
        if !self.has_settings && (head.kind != SETTINGS || head.has(ACK)) {
            return Err(ConnectionError::Protocol("the peer does not speak HTTP/2"));
        }
        if self.block.is_some() && head.kind != CONTINUATION {
            return Err(ConnectionError::Protocol("a header block is interrupted"));
        }
        match incoming {
            Incoming::Piece { head, bytes, first, last } => {
                let frames_bytes = bytes.len() + if first { HEAD_BYTES } else { 0 };
                let ends = last && head.has(END_STREAM);
                self.data(head, bytes, (bytes.len(), frames_bytes, ends), on)
            }
            Incoming::Frame(head, payload) => self.frame(head, payload, on),
        }
    }

    fn frame(
        &mut self,
        head: FrameHead,
        payload: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        let is_of_connection = matches!(head.kind, SETTINGS | PING | GOAWAY);
        let is_of_stream = matches!(
            head.kind,
            DATA | HEADERS | PRIORITY | RST_STREAM | PUSH_PROMISE | CONTINUATION
        );
        if is_of_connection && head.stream != 0 || is_of_stream && head.stream == 0 {
            return Err(ConnectionError::Protocol("a frame belongs to the wrong stream"));
        }
        match head.kind {
            HEADERS => self.headers(head, payload, on),
            CONTINUATION => self.continuation(head, payload, on),
            DATA => {
                let bytes = without_padding(head, payload)?;
                let sizes = (payload.len(), HEAD_BYTES + payload.len(), head.has(END_STREAM));
                self.data(head, bytes, sizes, on)
            }
            RST_STREAM => self.reset_by_peer(head, payload, on),
            SETTINGS => self.settings(head, payload, on),
            PUSH_PROMISE => Err(ConnectionError::Protocol("a push that nobody asked for")),
            PING => self.ping(head, payload),
            GOAWAY => self.goaway(payload, on),
            WINDOW_UPDATE => self.window_update(head, payload, on),
            _ => self.flood.idle_frame(),
        }
    }

    /// A piece of a body; `sizes` are what flow control counts, what came in all, and whether it is the
    /// last.
    #[inline]
    fn data(
        &mut self,
        head: FrameHead,
        bytes: &[u8],
        (counted, frames_bytes, ends): (usize, usize, bool),
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        self.receive.take(counted)?;
        if let Some(more) = self.receive.refill() {
            write_number(&mut self.out, WINDOW_UPDATE, 0, more);
        }
        if bytes.is_empty() && !ends {
            self.flood.idle_frame()?;
        }
        let Some(slot) = self.slot_of_opened(head.stream)? else {
            let left = self.unwanted_bytes.checked_sub(counted as u64);
            self.unwanted_bytes = left.ok_or(ConnectionError::Flood)?;
            return Ok(());
        };
        let limits = self.limits;
        let Some(stream) = &mut self.streams[slot] else { return Ok(()) };
        stream.receive.take(counted)?;
        stream.bytes_received += frames_bytes as u64;
        if stream.failed.is_some() {
            return Ok(());
        }
        if stream.phase == Phase::Done {
            return Err(ConnectionError::Protocol("a body goes on behind its end"));
        }
        let mut taken = stream.data(bytes, &limits);
        if taken.is_ok() && ends {
            taken = stream.end();
        }
        let is_call = stream.call.is_some();
        if !ends
            && !is_call
            && let Some(more) = stream.receive.refill()
        {
            write_number(&mut self.out, WINDOW_UPDATE, head.stream, more);
        }
        if !bytes.is_empty() {
            self.flood.progress();
        }
        match taken {
            Ok(()) if ends => on(Event::Done(self.key(slot))),
            Ok(()) if is_call => on(Event::Readable(self.key(slot))),
            Ok(()) => {}
            Err(error) => self.fail_and_reset(slot, error, on),
        }
        Ok(())
    }

    #[inline]
    fn headers(
        &mut self,
        head: FrameHead,
        payload: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        let mut block = without_padding(head, payload)?;
        if head.has(PRIORITISED) {
            block = block.get(5..).ok_or(ConnectionError::FrameSize)?;
        }
        let (ends, frames_bytes) = (head.has(END_STREAM), (HEAD_BYTES + payload.len()) as u64);
        if head.has(END_HEADERS) {
            return self.whole_block((head.stream, ends, frames_bytes), block, on);
        }
        let (stream, bytes) = (head.stream, block.to_vec());
        self.block = Some(PartialBlock { stream, ends, bytes, frames_bytes });
        Ok(())
    }

    fn continuation(
        &mut self,
        head: FrameHead,
        payload: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        self.flood.idle_frame()?;
        let block = self.block.take().filter(|block| block.stream == head.stream);
        let Some(mut block) = block else {
            return Err(ConnectionError::Protocol("a header block goes on that never began"));
        };
        if block.bytes.len() + payload.len() > self.limits.head_bytes_max {
            return Err(ConnectionError::HeadTooLarge);
        }
        block.bytes.extend_from_slice(payload);
        block.frames_bytes += (HEAD_BYTES + payload.len()) as u64;
        if head.has(END_HEADERS) {
            let about = (block.stream, block.ends, block.frames_bytes);
            return self.whole_block(about, &block.bytes, on);
        }
        self.block = Some(block);
        Ok(())
    }

    /// A whole header block; `about` are its stream, whether it ends it, and the bytes of its frames.
    #[inline]
    fn whole_block(
        &mut self,
        (id, ends, frames_bytes): (u32, bool, u64),
        block: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        let slot = self.slot_of_opened(id)?;
        let stream = slot.and_then(|slot| self.streams[slot].as_mut());
        let wants_fields = stream.as_ref().is_some_and(|stream| stream.wants_fields());
        // Even a block that nobody waits for may change the table.
        let decoded = self.heads.decode(block, wants_fields)?;
        let (Some(slot), Some(stream)) = (slot, stream) else { return self.flood.idle_frame() };
        let is_first = stream.bytes_received == 0;
        stream.bytes_received += frames_bytes;
        if stream.failed.is_some() {
            return Ok(());
        }
        let accepted = decoded.and_then(|head| stream.accept(head, ends, &self.limits));
        if let Ok(true) = accepted {
            self.heads.fields_into(stream.fields());
        }
        let is_call = stream.call.is_some();
        self.flood.progress();
        if is_first {
            on(Event::FirstByte(self.key(slot)));
        }
        match accepted {
            Ok(_) if ends => on(Event::Done(self.key(slot))),
            Ok(_) if is_call => on(Event::Readable(self.key(slot))),
            Ok(_) => {}
            Err(error) => self.fail_and_reset(slot, error, on),
        }
        Ok(())
    }

    fn reset_by_peer(
        &mut self,
        head: FrameHead,
        payload: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        let code = number(payload).filter(|_| payload.len() == 4);
        let code = code.ok_or(ConnectionError::FrameSize)?;
        match self.slot_of_opened(head.stream)? {
            Some(slot) if code == Code::RefusedStream as u32 => {
                self.fail(slot, StreamError::Refused, on);
            }
            Some(slot) => self.fail(slot, StreamError::Reset { code }, on),
            None => self.flood.idle_frame()?,
        }
        Ok(())
    }

    fn settings(
        &mut self,
        head: FrameHead,
        payload: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        self.flood.idle_frame()?;
        if head.has(ACK) {
            return if payload.is_empty() { Ok(()) } else { Err(ConnectionError::FrameSize) };
        }
        let window_bytes = i64::from(self.peer.window_bytes);
        self.peer.apply(payload, !self.has_settings)?;
        self.has_settings = true;
        self.requests.allow_table(self.peer.table_bytes);
        let change = i64::from(self.peer.window_bytes) - window_bytes;
        for stream in self.streams.iter_mut().flatten() {
            stream.send.change(change)?;
        }
        FrameHead { length: 0, kind: SETTINGS, flags: ACK, stream: 0 }.write(&mut self.out);
        self.unblock(on);
        Ok(())
    }

    fn ping(&mut self, head: FrameHead, payload: &[u8]) -> Result<(), ConnectionError> {
        self.flood.idle_frame()?;
        if payload.len() != 8 {
            return Err(ConnectionError::FrameSize);
        }
        if !head.has(ACK) {
            FrameHead { length: 8, kind: PING, flags: ACK, stream: 0 }.write(&mut self.out);
            self.out.extend_from_slice(payload);
        }
        Ok(())
    }

    /// The peer goes away: streams beyond the last that it names were never begun.
    fn goaway(
        &mut self,
        payload: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        self.flood.idle_frame()?;
        let (last, code) = number(payload)
            .zip(payload.get(4..).and_then(number))
            .ok_or(ConnectionError::FrameSize)?;
        self.gone = Some(code);
        for slot in 0..self.ids.len() {
            if self.ids[slot] > last & 0x7fff_ffff {
                self.fail(slot, StreamError::GoneAway { code }, on);
            }
        }
        Ok(())
    }

    fn window_update(
        &mut self,
        head: FrameHead,
        payload: &[u8],
        on: &mut impl FnMut(Event),
    ) -> Result<(), ConnectionError> {
        self.flood.idle_frame()?;
        let more = number(payload).filter(|_| payload.len() == 4);
        let more = i64::from(more.ok_or(ConnectionError::FrameSize)? & 0x7fff_ffff);
        if more == 0 {
            return Err(ConnectionError::Protocol("a window opens by nothing"));
        }
        if head.stream == 0 {
            self.send.change(more)?;
        } else if let Some(slot) = self.slot_of_opened(head.stream)?
            && let Some(stream) = &mut self.streams[slot]
        {
            stream.send.change(more)?;
        }
        self.unblock(on);
        Ok(())
    }

    fn fail_and_reset(&mut self, slot: usize, error: StreamError, on: &mut impl FnMut(Event)) {
        self.reset(self.ids[slot], error.code());
        self.fail(slot, error, on);
    }

    /// The place of a stream, none when it is over; one that was never opened is an error.
    #[inline]
    fn slot_of_opened(&mut self, id: u32) -> Result<Option<usize>, ConnectionError> {
        if id.is_multiple_of(2) || id >= self.next_id {
            return Err(ConnectionError::Protocol("a frame belongs to a stream that is not open"));
        }
        Ok(self.slot_of(id))
    }
}

/// The payload without its padding, where it has some.
fn without_padding(head: FrameHead, payload: &[u8]) -> Result<&[u8], ConnectionError> {
    if !head.has(PADDED) {
        return Ok(payload);
    }
    let (padding, rest) = payload.split_first().ok_or(ConnectionError::FrameSize)?;
    let length = rest.len().checked_sub(usize::from(*padding));
    let wrong = ConnectionError::Protocol("a frame is padded beyond its end");
    length.map(|length| &rest[..length]).ok_or(wrong)
}
