//! Plans as EXPLAIN gives them, read and explained: the node that costs most, misestimates, spills, what to do.
