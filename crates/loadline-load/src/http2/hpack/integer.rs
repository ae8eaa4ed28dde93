//! Integers with a prefix (RFC 7541, section 5.1). Larger than any limit here is an error, not a value.

use super::decoder::HpackError;

/// Larger integers are refused: no length, index or table size comes near it.
const INTEGER_MAX: u32 = 1 << 28;

/// Reads an integer whose prefix is the low `prefix_bits` of the first byte, and moves `input` behind it.
pub(super) fn decode(input: &mut &[u8], prefix_bits: u8) -> Result<usize, HpackError> {
    let (first, mut rest) = input.split_first().ok_or(HpackError::Truncated)?;
    let mask = u8::MAX >> (8 - prefix_bits);
    let mut value = u32::from(first & mask);
    if value == u32::from(mask) {
        let mut shift = 0;
        loop {
            let (byte, behind) = rest.split_first().ok_or(HpackError::Truncated)?;
            rest = behind;
            value += u32::from(byte & 0x7f) << shift;
            if value > INTEGER_MAX || shift > 21 {
                return Err(HpackError::IntegerTooLarge);
            }
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
        }
    }
    *input = rest;
    Ok(value as usize)
}

/// Appends an integer; `flags` are the bits above the prefix.
pub(super) fn encode(out: &mut Vec<u8>, flags: u8, prefix_bits: u8, value: usize) {
    let mask = usize::from(u8::MAX >> (8 - prefix_bits));
    if value < mask {
        out.push(flags | value as u8);
        return;
    }
    out.push(flags | mask as u8);
    let mut rest = value - mask;
    while rest >= 0x80 {
        out.push(0x80 | rest as u8);
        rest >>= 7;
    }
    out.push(rest as u8);
}
