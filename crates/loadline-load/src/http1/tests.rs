//! Tests of http1.
