//! Tests of reading: formats, damaged files, long entries.
