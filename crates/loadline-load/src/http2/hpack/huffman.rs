//! The Huffman code of HPACK (RFC 7541, appendix B). It is canonical: codes follow from their lengths, so
//! the lengths are all that is written down here.

use super::decoder::HpackError;

/// Bits of each symbol's code; the last symbol ends a text and never stands in one.
#[rustfmt::skip]
const LENGTHS: [u8; 257] = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7,
    7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
    24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21,
    23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24,
    21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
    26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
];
/// The symbol that ends a text.
const END: u16 = 256;
/// Codes up to this length are found by one look.
const SHORT_BITS: u32 = 8;
const LENGTH_MAX: usize = 30;

static CODE: Code = Code::new();

/// The code, made from the lengths.
struct Code {
    codes: [u32; 257],
    /// Symbol and length by the first bits; length zero where the code is longer.
    short: [(u8, u8); 1 << SHORT_BITS],
    /// The first code of each length, and its place in `ordered`.
    first: [(u32, usize); LENGTH_MAX + 2],
    /// Symbols by length, then by value.
    ordered: [u16; 257],
}

impl Code {
    const fn new() -> Self {
        let mut code = Self {
            codes: [0; 257],
            short: [(0, 0); 1 << SHORT_BITS],
            first: [(0, 0); LENGTH_MAX + 2],
            ordered: [0; 257],
        };
        let (mut next, mut place, mut length) = (0_u32, 0, 1);
        while length <= LENGTH_MAX {
            next <<= 1;
            code.first[length] = (next, place);
            let mut symbol = 0;
            while symbol < LENGTHS.len() {
                if LENGTHS[symbol] as usize == length {
                    code.codes[symbol] = next;
                    code.ordered[place] = symbol as u16;
                    if length <= SHORT_BITS as usize {
                        code.note_short(symbol as u8, next, length as u32);
                    }
                    next += 1;
                    place += 1;
                }
                symbol += 1;
            }
            length += 1;
        }
        code.first[LENGTH_MAX + 1] = (0, place);
        code
    }

    const fn note_short(&mut self, symbol: u8, code: u32, length: u32) {
        let begin = (code << (SHORT_BITS - length)) as usize;
        let mut place = begin;
        while place < begin + (1 << (SHORT_BITS - length)) {
            self.short[place] = (symbol, length as u8);
            place += 1;
        }
    }

    /// The symbol whose code begins `window`, and its length.
    #[inline]
    fn find(&self, window: u32) -> (u16, u32) {
        let (symbol, length) = self.short[(window >> (32 - SHORT_BITS)) as usize];
        if length > 0 {
            return (u16::from(symbol), u32::from(length));
        }
        for length in SHORT_BITS as usize + 1..=LENGTH_MAX {
            let (first, place) = self.first[length];
            let offset = (window >> (32 - length)).wrapping_sub(first) as usize;
            if offset < self.first[length + 1].1 - place {
                return (self.ordered[place + offset], length as u32);
            }
        }
        (END, LENGTH_MAX as u32)
    }
}

/// Appends the text that `input` encodes.
pub(super) fn decode(input: &[u8], out: &mut Vec<u8>) -> Result<(), HpackError> {
    let mut bytes = input.iter();
    // The last `held` bits of `bits` are read and not used yet.
    let (mut bits, mut held) = (0_u64, 0_u32);
    loop {
        while held <= 56 {
            let Some(byte) = bytes.next() else { break };
            (bits, held) = (bits << 8 | u64::from(*byte), held + 8);
        }
        // Behind the end stand ones, as the padding has to be.
        let window = if held >= 32 {
            (bits >> (held - 32)) as u32
        } else {
            (bits << (32 - held)) as u32 | u32::MAX.unbounded_shr(held)
        };
        let (symbol, length) = CODE.find(window);
        if length > held {
            let is_padding = held < 8 && window == u32::MAX;
            return if is_padding { Ok(()) } else { Err(HpackError::Huffman) };
        }
        if symbol == END {
            return Err(HpackError::Huffman);
        }
        out.push(symbol as u8);
        held -= length;
    }
}

/// Bytes that `text` takes when encoded.
pub(super) fn encoded_bytes(text: &[u8]) -> usize {
    let bits: usize = text.iter().map(|byte| usize::from(LENGTHS[usize::from(*byte)])).sum();
    bits.div_ceil(8)
}

/// Appends `text` encoded.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    let (mut bits, mut held) = (0_u64, 0_u32);
    for byte in text {
        let symbol = usize::from(*byte);
        let length = u32::from(LENGTHS[symbol]);
        (bits, held) = (bits << length | u64::from(CODE.codes[symbol]), held + length);
        while held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    if held > 0 {
        out.push((bits << (8 - held)) as u8 | u8::MAX >> held);
    }
}
