//! Pieces of advice: one file each, in one ordered list.
