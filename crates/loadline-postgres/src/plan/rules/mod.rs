//! Advice on plans: one rule a file, all in one list.

mod discarding_filter;
mod hash_spill;
mod heap_fetches;
mod index_read_through;
mod jit_overhead;
mod large_offset;
mod list;
mod lossy_bitmap;
mod misestimate;
mod missing_workers;
mod nested_loop;
mod planning_time;
mod repeated_subplan;
mod sort_spill;
mod stale_statistics;
mod threshold;
mod top_sort;
mod trigger_time;
mod useless_recheck;

pub use list::{RULES, Rule};

#[cfg(test)]
mod tests;
