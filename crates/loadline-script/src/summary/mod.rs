//! The end-of-test summary: k6's data shape, its text, its export.
