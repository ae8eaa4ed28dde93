//! Takes numbers and texts off the front of a body that may hold anything.

use super::error::DecodeError;

/// What is left to read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(DecodeError::Short)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, DecodeError> {
        self.take(1).map(|bytes| bytes[0])
    }

    pub(super) fn varint(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return Err(DecodeError::Malformed("a number has more than 64 bits"));
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(DecodeError::Malformed("a number has more than 64 bits"))
    }

    pub(super) fn zigzag(&mut self) -> Result<i32, DecodeError> {
        let folded = u32::try_from(self.varint()?)
            .map_err(|_| DecodeError::Malformed("a signed number has more than 32 bits"))?;
        Ok((folded >> 1) as i32 ^ -((folded & 1) as i32))
    }

    /// A number of things that take at least `bytes_each` bytes: there cannot be more than fit in what
    /// is left, so room made for them is bounded by the size of the body.
    pub(super) fn count(&mut self, bytes_each: usize) -> Result<usize, DecodeError> {
        let count = usize::try_from(self.varint()?).map_err(|_| DecodeError::Short)?;
        if count > self.rest.len() / bytes_each {
            return Err(DecodeError::Short);
        }
        Ok(count)
    }

    pub(super) fn float(&mut self) -> Result<f64, DecodeError> {
        let bytes = self.take(size_of::<f64>())?;
        Ok(f64::from_le_bytes(bytes.try_into().expect("as many bytes as were asked for")))
    }

    pub(super) fn text(&mut self) -> Result<&'a str, DecodeError> {
        let length = self.count(1)?;
        str::from_utf8(self.take(length)?)
            .map_err(|_| DecodeError::Malformed("a text is not UTF-8"))
    }
}
