//! A chunked body: finds its data and its end, byte by byte where it must, slice by slice where it can.

/// Trailer and chunk-extension bytes accepted in one body; more is an endless head in disguise.
const OVERHEAD_MAX: usize = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the size line: digits seen so far.
    Size {
        digits: u8,
    },
    /// After the size, up to the line's end.
    Extension,
    /// In the data.
    Data,
    /// Between the data and the next size line.
    AfterData {
        return_seen: bool,
    },
    /// In the trailers, at the start of a line or inside one.
    Trailer {
        line_empty: bool,
    },
    Done,
}

/// Where a chunked body stands.
#[derive(Debug, Clone)]
pub(super) struct Chunked {
    place: Place,
    left: u64,
    overhead: usize,
}

/// A chunked body that is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadChunk;

impl Chunked {
    pub(super) fn new() -> Self {
        Self { place: Place::Size { digits: 0 }, left: 0, overhead: 0 }
    }

    pub(super) fn is_done(&self) -> bool {
        self.place == Place::Done
    }

    /// Takes bytes until the body ends or the input does; gives how many, and hands out the data.
    pub(super) fn take(
        &mut self,
        input: &[u8],
        mut data: impl FnMut(&[u8]),
    ) -> Result<usize, BadChunk> {
        let mut at = 0;
        while at < input.len() && self.place != Place::Done {
            if self.place == Place::Data {
                let length = self.left.min((input.len() - at) as u64) as usize;
                data(&input[at..at + length]);
                at += length;
                self.left -= length as u64;
                if self.left == 0 {
                    self.place = Place::AfterData { return_seen: false };
                }
            } else {
                self.place = self.after(input[at])?;
                at += 1;
            }
        }
        Ok(at)
    }

    fn after(&mut self, byte: u8) -> Result<Place, BadChunk> {
        Ok(match (self.place, byte) {
            (Place::Size { digits }, byte) if byte.is_ascii_hexdigit() && digits < 16 => {
                let digit = (byte as char).to_digit(16).unwrap_or(0);
                self.left = self.left << 4 | u64::from(digit);
                Place::Size { digits: digits + 1 }
            }
            (Place::Size { digits: 1.. } | Place::Extension, b'\n') => {
                if self.left == 0 {
                    Place::Trailer { line_empty: true }
                } else {
                    Place::Data
                }
            }
            (Place::Size { digits: 1.. }, b'\r' | b';' | b' ' | b'\t') => Place::Extension,
            (Place::Extension, _) => {
                self.spend()?;
                Place::Extension
            }
            (Place::AfterData { return_seen: false }, b'\r') => {
                Place::AfterData { return_seen: true }
            }
            (Place::AfterData { .. }, b'\n') => Place::Size { digits: 0 },
            (Place::Trailer { line_empty: true }, b'\n') => Place::Done,
            (Place::Trailer { .. }, b'\n') => Place::Trailer { line_empty: true },
            (Place::Trailer { line_empty }, byte) => {
                self.spend()?;
                Place::Trailer { line_empty: line_empty && byte == b'\r' }
            }
            _ => return Err(BadChunk),
        })
    }

    fn spend(&mut self) -> Result<(), BadChunk> {
        self.overhead += 1;
        if self.overhead > OVERHEAD_MAX { Err(BadChunk) } else { Ok(()) }
    }
}
