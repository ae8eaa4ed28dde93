//! Every rule on plans, in the order documentation lists them.

use super::{
    discarding_filter, hash_spill, heap_fetches, index_read_through, jit_overhead, large_offset,
    lossy_bitmap, misestimate, missing_workers, nested_loop, planning_time, repeated_subplan,
    sort_spill, stale_statistics, top_sort, trigger_time, useless_recheck,
};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What it looks for, in one line.
    pub description: &'static str,
    /// Judges.
    pub find: fn(&Measured) -> Vec<Insight>,
}

/// Every rule.
pub const RULES: [Rule; 17] = [
    discarding_filter::RULE,
    misestimate::RULE,
    stale_statistics::RULE,
    nested_loop::RULE,
    repeated_subplan::RULE,
    sort_spill::RULE,
    hash_spill::RULE,
    lossy_bitmap::RULE,
    useless_recheck::RULE,
    index_read_through::RULE,
    heap_fetches::RULE,
    top_sort::RULE,
    large_offset::RULE,
    missing_workers::RULE,
    jit_overhead::RULE,
    planning_time::RULE,
    trigger_time::RULE,
];
