//! The `loadline` binary: command line, exit codes, and nothing that computes.
