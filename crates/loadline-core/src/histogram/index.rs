//! Which bucket a value falls into, and the bounds of a bucket.
//!
//! At schema s a bucket i covers (2^((i−1)/2^s), 2^(i/2^s)]. The index at the finest schema is found
//! without a logarithm: the exponent bits give the octave, a small table keyed by the upper mantissa bits
//! gives the bucket inside it up to one comparison. Coarser schemas are shifts of that index.

use std::sync::LazyLock;

/// The finest schema: 256 buckets an octave, a quantile off by at most 0.136 %.
pub const SCHEMA_MAX: i8 = 8;
/// The coarsest schema: one bucket for 16 octaves.
pub const SCHEMA_MIN: i8 = -4;

const PER_OCTAVE: usize = 1 << SCHEMA_MAX;
const MANTISSA_BITS: u32 = 52;
const MANTISSA_MASK: u64 = (1 << MANTISSA_BITS) - 1;
/// Slots are 1/512 of an octave's linear width, narrower than the narrowest bucket (0.0027), so at most
/// one bound lies inside a slot.
const SLOT_BITS: u32 = 9;

struct Table {
    /// Mantissa bits of the upper bound of each bucket in an octave.
    bounds: [u64; PER_OCTAVE],
    /// The first bucket whose bound is not below the slot's first value.
    first: [u16; 1 << SLOT_BITS],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut bounds = [0; PER_OCTAVE];
    for (j, bound) in bounds.iter_mut().enumerate() {
        *bound = (j as f64 / PER_OCTAVE as f64).exp2().to_bits() & MANTISSA_MASK;
    }
    let mut first = [0; 1 << SLOT_BITS];
    for (slot, entry) in first.iter_mut().enumerate() {
        let start = (slot as u64) << (MANTISSA_BITS - SLOT_BITS);
        *entry = bounds.iter().position(|bound| *bound >= start).unwrap_or(PER_OCTAVE) as u16;
    }
    Table { bounds, first }
});

/// The bucket of `value` at the finest schema. `value` is positive and finite.
#[inline]
pub(super) fn finest(value: f64) -> i32 {
    let bits = value.to_bits();
    let biased = (bits >> MANTISSA_BITS) as i32;
    if biased == 0 {
        // Subnormal: below 2.3e-308 of anything; the lowest normal bucket stands for it.
        return -1022 * PER_OCTAVE as i32;
    }
    let mantissa = bits & MANTISSA_MASK;
    let table = &*TABLE;
    let mut inside = table.first[(mantissa >> (MANTISSA_BITS - SLOT_BITS)) as usize] as usize;
    if inside < PER_OCTAVE && mantissa > table.bounds[inside] {
        inside += 1;
    }
    (biased - 1023) * PER_OCTAVE as i32 + inside as i32
}

/// The bucket that holds bucket `index` after `steps` halvings of the resolution.
pub(super) fn coarser(index: i32, steps: u32) -> i32 {
    ((index - 1) >> steps) + 1
}

/// The upper bound of bucket `index` at `schema`.
pub(super) fn upper_bound(index: i32, schema: i8) -> f64 {
    (f64::from(index) * width_octaves(schema)).exp2()
}

/// The geometric middle of bucket `index` at `schema`: off by at most `relative_error` either way.
pub(super) fn middle(index: i32, schema: i8) -> f64 {
    ((f64::from(index) - 0.5) * width_octaves(schema)).exp2()
}

/// How far the middle of a bucket can be from a value in it: 2^(2^−s / 2) − 1.
pub(super) fn relative_error(schema: i8) -> f64 {
    (0.5 * width_octaves(schema)).exp2() - 1.0
}

fn width_octaves(schema: i8) -> f64 {
    f64::from(-i32::from(schema)).exp2()
}
