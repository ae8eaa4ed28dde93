//! The dynamic table (RFC 7541, sections 2.3 and 4): the fields sent last, oldest out first.

use std::collections::VecDeque;

use super::static_table::STATIC;

/// What each entry counts for besides its bytes.
const ENTRY_OVERHEAD_BYTES: usize = 32;

/// Fields by index, static ones first; never larger than its size says.
#[derive(Debug)]
pub(super) struct Table {
    /// The newest first.
    entries: VecDeque<Entry>,
    size_bytes: usize,
    size_max_bytes: usize,
}

#[derive(Debug)]
struct Entry {
    bytes: Box<[u8]>,
    name_length: usize,
}

impl Entry {
    fn size_bytes(&self) -> usize {
        self.bytes.len() + ENTRY_OVERHEAD_BYTES
    }

    fn field(&self) -> (&[u8], &[u8]) {
        self.bytes.split_at(self.name_length)
    }
}

/// What a field counts for in the table's size and in that of a header list.
pub(super) fn field_size_bytes(name: &[u8], value: &[u8]) -> usize {
    name.len() + value.len() + ENTRY_OVERHEAD_BYTES
}

impl Table {
    pub(super) fn new(size_max_bytes: usize) -> Self {
        Self { entries: VecDeque::new(), size_bytes: 0, size_max_bytes }
    }

    pub(super) fn size_max_bytes(&self) -> usize {
        self.size_max_bytes
    }

    /// The field of that index, counted from one.
    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<(&[u8], &[u8])> {
        let place = index.checked_sub(1)?;
        match STATIC.get(place) {
            Some((name, value)) => Some((name.as_bytes(), value.as_bytes())),
            None => self.entries.get(place - STATIC.len()).map(Entry::field),
        }
    }

    /// The index of exactly that field among the dynamic ones.
    pub(super) fn find(&self, name: &[u8], value: &[u8]) -> Option<usize> {
        let fits = |entry: &Entry| entry.field() == (name, value);
        self.entries.iter().position(fits).map(|place| STATIC.len() + 1 + place)
    }

    /// The index of a dynamic field of that name.
    pub(super) fn find_name(&self, name: &[u8]) -> Option<usize> {
        let fits = |entry: &Entry| entry.field().0 == name;
        self.entries.iter().position(fits).map(|place| STATIC.len() + 1 + place)
    }

    /// Makes room and puts a field first; one larger than the table empties it.
    pub(super) fn insert(&mut self, name: &[u8], value: &[u8]) {
        let entry = Entry { bytes: [name, value].concat().into(), name_length: name.len() };
        self.evict_down_to(self.size_max_bytes.saturating_sub(entry.size_bytes()));
        if entry.size_bytes() <= self.size_max_bytes {
            self.size_bytes += entry.size_bytes();
            self.entries.push_front(entry);
        }
    }

    /// Sets the size, and lets go of what is beyond it.
    pub(super) fn resize(&mut self, size_max_bytes: usize) {
        self.size_max_bytes = size_max_bytes;
        self.evict_down_to(size_max_bytes);
    }

    fn evict_down_to(&mut self, size_bytes: usize) {
        while self.size_bytes > size_bytes {
            let oldest = self.entries.pop_back().expect("a table with a size has entries");
            self.size_bytes -= oldest.size_bytes();
        }
    }

    /// Bytes of its entries, as the protocol counts them.
    #[cfg(test)]
    pub(super) fn size_bytes(&self) -> usize {
        self.size_bytes
    }
}
