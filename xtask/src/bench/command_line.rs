//! The benches and their flags.

use clap::Subcommand;

use super::{
    http2, load, memory, open, postgres, postgres_log, postgres_watch, script, script_memory,
    script_truth, script_users, toolkit, upload, users, websocket,
};
use crate::{failure::Failure, workspace::Workspace};

/// Which bench to run.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Compare the CPU time per request of Loadline, wrk and oha, over http and https
    Load(load::Options),
    /// Compare the CPU time per request of Loadline and h2load over HTTP/2, without TLS and with it
    Http2(http2::Options),
    /// Hold an open load and show the generator's own lag
    Open(open::Options),
    /// Hold many users that think for a second and show what they cost
    Users(users::Options),
    /// Compare the CPU time per gigabyte of Loadline and curl, which send a file again and again
    Upload(upload::Options),
    /// Measure messages over WebSockets, and what thousands of them cost in memory
    Websocket(websocket::Options),
    /// Hold a load for ten minutes and show that memory stays
    Memory(memory::Options),
    /// Compare the CPU time per request of a k6 script under Loadline and k6, beside wrk
    Script(script::Options),
    /// Hold many users of a k6 script and show what they cost beside those of k6
    ScriptUsers(script_users::Options),
    /// Hold the load of a k6 script with fifty series for half an hour and show that memory stays
    ScriptMemory(script_memory::Options),
    /// Stop the target in the middle of a k6 script and hold its figures against the truth
    ScriptTruth(script_truth::Options),
    /// Choose indexes for TPC-H under budgets and compare their cost with the best of public tools
    Postgres(postgres::Options),
    /// Compare the reading of a PostgreSQL log by Loadline and pgbadger: time, memory, and what they count
    PostgresLog(postgres_log::Options),
    /// Show what `loadline db watch` costs a server under load
    PostgresWatch(postgres_watch::Options),
    /// Compare the cost of the toolkit's parts with that of the crates they stand beside
    Toolkit(toolkit::Options),
}

/// Runs one bench.
pub(crate) fn run(workspace: &Workspace, bench: &Bench) -> Result<(), Failure> {
    match bench {
        Bench::Load(options) => load::run(workspace, options),
        Bench::Http2(options) => http2::run(workspace, options),
        Bench::Open(options) => open::run(workspace, options),
        Bench::Users(options) => users::run(workspace, options),
        Bench::Upload(options) => upload::run(workspace, options),
        Bench::Websocket(options) => websocket::run(workspace, options),
        Bench::Memory(options) => memory::run(workspace, options),
        Bench::Script(options) => script::run(workspace, options),
        Bench::ScriptUsers(options) => script_users::run(workspace, options),
        Bench::ScriptMemory(options) => script_memory::run(workspace, options),
        Bench::ScriptTruth(options) => script_truth::run(workspace, options),
        Bench::Postgres(options) => postgres::run(workspace, options),
        Bench::PostgresLog(options) => postgres_log::run(workspace, options),
        Bench::PostgresWatch(options) => postgres_watch::run(workspace, options),
        Bench::Toolkit(options) => toolkit::run(workspace, options),
    }
}
