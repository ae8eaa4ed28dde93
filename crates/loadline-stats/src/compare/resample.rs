//! The moving-block bootstrap: a run played again by drawing stretches of it.
//!
//! Seconds that follow each other resemble each other, so single cells must not be drawn as if they were
//! independent. Stretches of n^(1/3) cells are drawn instead, from anywhere on the run closed to a ring (Künsch
//! 1989; Politis and Romano 1992 for the ring; the exponent is Hall, Horowitz and Jing's, 1995).

/// Times a run is played again.
pub(super) const REPLAYS: usize = 1_000;

/// How often each cell was drawn, for each replay; the same seed draws the same.
pub(super) fn draws(cells: usize, seed: u64) -> Vec<Vec<u16>> {
    let mut random = SplitMix(seed);
    let block = block_length(cells);
    (0..REPLAYS)
        .map(|_| {
            let mut drawn = vec![0_u16; cells];
            let mut left = cells;
            while left > 0 {
                let from = random.below(cells);
                for step in 0..block.min(left) {
                    drawn[(from + step) % cells] += 1;
                }
                left -= block.min(left);
            }
            drawn
        })
        .collect()
}

/// Cells of a block.
pub(super) fn block_length(cells: usize) -> usize {
    ((cells as f64).cbrt().round() as usize).max(1)
}

/// The SplitMix64 generator (Steele, Lea, Flood 2014): sound enough for drawing cells, and its numbers are the
/// same everywhere and always.
#[derive(Debug)]
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `end`; the bias of so few numbers is beyond measure.
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}
