//! Base64 with the rules and the errors scripts see under k6: line ends are skipped, what is wrong is named by
//! its byte, spare bits at the end are let pass.

/// The forms a script can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// With `-` and `_` in place of `+` and `/`.
    url: bool,
    /// With `=` up to a multiple of four.
    padded: bool,
}

/// What is not Base64, by the byte where that shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("illegal base64 data at input byte {0}")]
pub(super) struct Illegal(usize);

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Form {
    /// The form of that name; any other name means the standard one.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "rawstd" => Self { url: false, padded: false },
            "url" => Self { url: true, padded: true },
            "rawurl" => Self { url: true, padded: false },
            _ => Self { url: false, padded: true },
        }
    }

    /// The text for `bytes`.
    pub(super) fn encode(self, bytes: &[u8]) -> String {
        let alphabet = if self.url { URL } else { STANDARD };
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for group in bytes.chunks(3) {
            let mut bits = [0; 3];
            bits[..group.len()].copy_from_slice(group);
            let bits = u32::from_be_bytes([0, bits[0], bits[1], bits[2]]);
            for place in 0..4 {
                if place <= group.len() {
                    let digit = (bits >> (18 - 6 * place)) & 63;
                    text.push(char::from(alphabet[digit as usize]));
                } else if self.padded {
                    text.push('=');
                }
            }
        }
        text
    }

    /// The bytes of `text`.
    pub(super) fn decode(self, text: &[u8]) -> Result<Vec<u8>, Illegal> {
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
        let (mut bits, mut digits, mut at) = (0_u32, 0, 0);
        while let Some(&byte) = text.get(at) {
            at += 1;
            if let Some(value) = self.value(byte) {
                bits = bits << 6 | value;
                digits += 1;
                if digits == 4 {
                    bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
                    (bits, digits) = (0, 0);
                }
            } else if byte == b'=' && self.padded && digits >= 2 {
                end_of_padding(text, at, digits)?;
                push_rest(&mut bytes, bits, digits);
                return Ok(bytes);
            } else if byte != b'\n' && byte != b'\r' {
                return Err(Illegal(at - 1));
            }
        }
        if digits == 1 || (digits > 0 && self.padded) {
            return Err(Illegal(at - digits));
        }
        push_rest(&mut bytes, bits, digits);
        Ok(bytes)
    }

    /// What a digit stands for.
    fn value(self, byte: u8) -> Option<u32> {
        Some(match byte {
            b'A'..=b'Z' => u32::from(byte - b'A'),
            b'a'..=b'z' => u32::from(byte - b'a') + 26,
            b'0'..=b'9' => u32::from(byte - b'0') + 52,
            b'+' if !self.url => 62,
            b'/' if !self.url => 63,
            b'-' if self.url => 62,
            b'_' if self.url => 63,
            _ => return None,
        })
    }
}

/// Whether the padding that began before `at`, after that many digits, is whole and the end of `text`.
fn end_of_padding(text: &[u8], at: usize, digits: usize) -> Result<(), Illegal> {
    let next = |from: usize| {
        let rest = text.iter().enumerate().skip(from);
        rest.clone().find(|(_, byte)| !matches!(byte, b'\n' | b'\r'))
    };
    let mut from = at;
    if digits == 2 {
        match next(at) {
            Some((second, b'=')) => from = second + 1,
            Some((other, _)) => return Err(Illegal(other - 1)),
            None => return Err(Illegal(text.len())),
        }
    }
    next(from).map_or(Ok(()), |(more, _)| Err(Illegal(more)))
}

/// The whole bytes in the last two or three digits.
fn push_rest(bytes: &mut Vec<u8>, bits: u32, digits: usize) {
    if digits >= 2 {
        let whole = (bits << (6 * (4 - digits))).to_be_bytes();
        bytes.extend_from_slice(&whole[1..digits]);
    }
}

/// The standard form's text for `bytes`.
pub(crate) fn encode(bytes: &[u8]) -> String {
    Form::of("std").encode(bytes)
}

/// The bytes of `text` as browsers read it: space is skipped, padding may be missing.
pub(crate) fn decode_forgiving(text: &str) -> Option<Vec<u8>> {
    let mut digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if digits.len().is_multiple_of(4) {
        let padding = digits.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
        digits.truncate(digits.len() - padding);
    }
    Form::of("rawstd").decode(&digits).ok()
}
