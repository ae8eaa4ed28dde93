//! Fields to blocks.

use super::table::{Table, field_size_bytes};
use super::{huffman, integer, static_table};

/// Whether a field goes into the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexing {
    /// It does, so that it is one byte from then on.
    Remembered,
    /// It does not: it will hardly come again.
    Passing,
}

/// Writes blocks for one connection.
#[derive(Debug)]
pub struct Encoder {
    table: Table,
    /// Counts changes of the table: a block stays right for as long as this stays the same.
    generation: u64,
    /// A new size that the peer has to be told of: the smallest since the last block.
    resized: Option<usize>,
    size_limit_bytes: usize,
}

impl Encoder {
    /// An encoder whose table never holds more than `size_limit_bytes`, whatever the peer allows.
    pub fn new(size_limit_bytes: usize) -> Self {
        let table = Table::new(size_limit_bytes);
        Self { table, generation: 0, resized: None, size_limit_bytes }
    }

    /// The size that the peer allows.
    pub fn allow_table(&mut self, size_bytes: usize) {
        let size_bytes = size_bytes.min(self.size_limit_bytes);
        if size_bytes != self.table.size_max_bytes() {
            self.resized = Some(self.resized.unwrap_or(size_bytes).min(size_bytes));
            self.table.resize(size_bytes);
            self.generation += 1;
        }
    }

    /// Which state the table is in.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// Begins a block.
    pub fn begin(&mut self, out: &mut Vec<u8>) {
        if let Some(smallest) = self.resized.take() {
            let now = self.table.size_max_bytes();
            if smallest < now {
                integer::encode(out, 0x20, 5, smallest);
            }
            integer::encode(out, 0x20, 5, now);
            // The same block would resize again.
            self.generation += 1;
        }
    }

    /// Appends a field; its name is in lower case.
    pub fn field(&mut self, out: &mut Vec<u8>, name: &[u8], value: &[u8], indexing: Indexing) {
        let known = static_table::find(name, value);
        if let Some(index) = known.exact.or_else(|| self.table.find(name, value)) {
            integer::encode(out, 0x80, 7, index);
            return;
        }
        let named = known.name.or_else(|| self.table.find_name(name)).unwrap_or(0);
        let fits = field_size_bytes(name, value) <= self.table.size_max_bytes();
        let is_remembered = indexing == Indexing::Remembered && fits;
        if is_remembered {
            integer::encode(out, 0x40, 6, named);
        } else {
            integer::encode(out, 0, 4, named);
        }
        if named == 0 {
            write_text(out, name);
        }
        write_text(out, value);
        if is_remembered {
            self.table.insert(name, value);
            self.generation += 1;
        }
    }
}

/// Writes a text in the shorter of its two forms.
fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    let coded_bytes = huffman::encoded_bytes(text);
    if coded_bytes < text.len() {
        integer::encode(out, 0x80, 7, coded_bytes);
        huffman::encode(text, out);
    } else {
        integer::encode(out, 0, 7, text.len());
        out.extend_from_slice(text);
    }
}
