//! Blocks to fields.

use super::static_table::STATIC;
use super::table::Table;
use super::{huffman, integer};

/// What a peer may not write in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HpackError {
    /// It ends inside a field.
    #[error("a header block ends inside a field")]
    Truncated,
    /// An integer beyond every limit.
    #[error("an integer in a header block is too large")]
    IntegerTooLarge,
    /// An index that stands for nothing.
    #[error("a header block refers to a field that is not in the table")]
    UnknownIndex,
    /// Not the code, or a text that does not end as it should.
    #[error("a text in a header block is not in the Huffman code")]
    Huffman,
    /// A table larger than allowed, or resized inside a block.
    #[error("a header block resizes the table beyond the limit or too late")]
    BadResize,
}

/// Reads blocks. Its table is the only thing that grows, and has a size.
#[derive(Debug)]
pub struct Decoder {
    table: Table,
    size_limit_bytes: usize,
    /// A field's texts while it is read.
    name: Vec<u8>,
    value: Vec<u8>,
    /// Whether the last block read or changed the dynamic table.
    used_table: bool,
}

impl Decoder {
    /// A decoder whose table never holds more than `size_limit_bytes`.
    pub fn new(size_limit_bytes: usize) -> Self {
        let table = Table::new(size_limit_bytes);
        Self { table, size_limit_bytes, name: Vec::new(), value: Vec::new(), used_table: false }
    }

    /// Whether the last block meant what it meant because of earlier ones, or means something to later
    /// ones.
    pub(crate) fn used_table(&self) -> bool {
        self.used_table
    }

    /// Hands every field of `block` to `each`, name first.
    ///
    /// # Errors
    /// When it is not a block; the table is of no further use then.
    pub fn decode(
        &mut self,
        block: &[u8],
        mut each: impl FnMut(&[u8], &[u8]),
    ) -> Result<(), HpackError> {
        let mut input = block;
        let mut may_resize = true;
        self.used_table = false;
        while let Some(first) = input.first() {
            if first & 0x80 != 0 {
                let index = integer::decode(&mut input, 7)?;
                self.used_table |= index > STATIC.len();
                let (name, value) = self.table.get(index).ok_or(HpackError::UnknownIndex)?;
                each(name, value);
            } else if first & 0x40 != 0 {
                self.read_literal(&mut input, 6)?;
                self.used_table = true;
                each(&self.name, &self.value);
                self.table.insert(&self.name, &self.value);
            } else if first & 0x20 != 0 {
                let size_bytes = integer::decode(&mut input, 5)?;
                if size_bytes > self.size_limit_bytes || !may_resize {
                    return Err(HpackError::BadResize);
                }
                self.used_table = true;
                self.table.resize(size_bytes);
                continue;
            } else {
                self.read_literal(&mut input, 4)?;
                each(&self.name, &self.value);
            }
            may_resize = false;
        }
        Ok(())
    }

    /// Reads a field that is written out, at least in part.
    fn read_literal(&mut self, input: &mut &[u8], prefix_bits: u8) -> Result<(), HpackError> {
        let index = integer::decode(input, prefix_bits)?;
        self.name.clear();
        if index == 0 {
            read_text(input, &mut self.name)?;
        } else {
            self.used_table |= index > STATIC.len();
            let (name, _) = self.table.get(index).ok_or(HpackError::UnknownIndex)?;
            self.name.extend_from_slice(name);
        }
        self.value.clear();
        read_text(input, &mut self.value)
    }

    /// Bytes of the table, as the protocol counts them.
    #[cfg(test)]
    pub(super) fn table_size_bytes(&self) -> usize {
        self.table.size_bytes()
    }
}

/// Reads a text, in the Huffman code or not.
fn read_text(input: &mut &[u8], out: &mut Vec<u8>) -> Result<(), HpackError> {
    let is_coded = input.first().ok_or(HpackError::Truncated)? & 0x80 != 0;
    let length = integer::decode(input, 7)?;
    let (text, rest) = input.split_at_checked(length).ok_or(HpackError::Truncated)?;
    *input = rest;
    if is_coded {
        return huffman::decode(text, out);
    }
    out.extend_from_slice(text);
    Ok(())
}
