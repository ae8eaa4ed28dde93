//! k6's thresholds as objectives for the one judge.
