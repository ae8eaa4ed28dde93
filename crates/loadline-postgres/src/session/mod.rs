//! The way to the server: one connection, read-only, with time limits, that knows the version and its own rights.
