//! Tests of the binary from outside: what is typed goes in, exit code, stdout, stderr and files come out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails right there")]

mod arguments;
mod ci_examples;
mod comparing;
mod conformance;
mod database_indexes;
mod database_logs;
mod database_spans;
mod database_tables;
mod databases;
mod exit_codes;
mod feeds;
mod files;
mod flows;
mod github;
mod help;
mod http2;
mod imports;
mod init;
mod interrupted;
mod network;
mod once;
mod outputs;
mod program;
mod redact;
mod runs;
mod scripts;
mod services;
mod sql_objectives;
mod standards;
mod stores;
mod streams;
mod summary;
mod traffic;
mod unreachable;
mod watched;
