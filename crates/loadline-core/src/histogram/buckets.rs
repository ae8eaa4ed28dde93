//! Bucket counts over a contiguous range of indices, growing at both ends up to a bound.

use super::index;

/// Buckets kept at most. At the finest schema that is 64 octaves: 1 ns to 584 years. A wider range halves
/// the resolution instead of growing.
const BUCKETS_MAX: usize = 64 << index::SCHEMA_MAX;
/// Growth is rounded up to this many buckets so that a slowly widening range does not move memory each time.
const GROWTH_STEP: usize = 64;

/// One bucket with its bounds; the upper bound belongs to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// Values are above this.
    pub lower: f64,
    /// Values are at most this.
    pub upper: f64,
    /// How many values.
    pub count: u64,
}

/// Counts of the buckets `offset..offset + counts.len()` at `schema`.
#[derive(Debug, Clone)]
pub(super) struct Buckets {
    pub(super) schema: i8,
    offset: i32,
    counts: Vec<u64>,
}

impl Buckets {
    pub(super) fn new(schema: i8) -> Self {
        Self { schema, offset: 0, counts: Vec::new() }
    }

    /// Adds one value, positive and finite.
    #[inline]
    pub(super) fn record(&mut self, value: f64) {
        let finest = index::finest(value);
        let slot = self.at_own_schema(finest) - self.offset;
        match self.counts.get_mut(slot as usize) {
            Some(count) => *count += 1,
            None => self.add(finest, index::SCHEMA_MAX, 1),
        }
    }

    fn at_own_schema(&self, finest: i32) -> i32 {
        index::coarser(finest, (index::SCHEMA_MAX - self.schema) as u32)
    }

    /// Adds `count` to the bucket that `index` at `schema` is part of; `schema` is not coarser than ours.
    pub(super) fn add(&mut self, index: i32, schema: i8, count: u64) {
        loop {
            let own = index::coarser(index, (schema - self.schema) as u32);
            if self.reach(own) {
                self.counts[(own - self.offset) as usize] += count;
                return;
            }
            self.downscale(self.schema - 1);
        }
    }

    /// Widens the range to hold `index`; false when that would pass the bound.
    fn reach(&mut self, index: i32) -> bool {
        if self.counts.is_empty() {
            self.offset = index;
            self.counts.push(0);
            return true;
        }
        let end = self.offset + self.counts.len() as i32;
        let width = (end.max(index + 1) - self.offset.min(index)) as usize;
        if width > BUCKETS_MAX && self.schema > index::SCHEMA_MIN {
            return false;
        }
        if index < self.offset {
            let missing = (self.offset - index) as usize;
            let grown = missing.next_multiple_of(GROWTH_STEP);
            self.counts.splice(0..0, std::iter::repeat_n(0, grown));
            self.offset -= grown as i32;
        } else if index >= end {
            let wanted = (index - self.offset + 1) as usize;
            self.counts.resize(wanted.next_multiple_of(GROWTH_STEP), 0);
        }
        true
    }

    /// Lowers the resolution to `schema`; exact: each count moves whole.
    pub(super) fn downscale(&mut self, schema: i8) {
        if schema >= self.schema {
            return;
        }
        let mut coarse = Self::new(schema);
        for (index, count) in self.iter() {
            coarse.add(index, self.schema, count);
        }
        *self = coarse;
    }

    /// Adds all of `other`; the coarser of the two resolutions remains.
    pub(super) fn merge(&mut self, other: &Self) {
        self.downscale(other.schema);
        for (index, count) in other.iter() {
            self.add(index, other.schema, count);
        }
    }

    /// The buckets that hold something, from the lowest.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i32, u64)> {
        let offset = self.offset;
        let filled = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        filled.map(move |(slot, count)| (offset + slot as i32, *count))
    }

    /// The index of the bucket that holds the value of `rank`, counted from zero.
    pub(super) fn at_rank(&self, rank: u64) -> Option<i32> {
        let mut seen = 0;
        self.iter()
            .find(|(_, count)| {
                seen += count;
                seen > rank
            })
            .map(|(index, _)| index)
    }
}
