//! Traffic texts and their arithmetic.
