//! Work handed on and work counted: recording a duration beside prometheus-client, calls at once beside joining all of
//! them, requests in batches beside scuffle-batching, tasks beside tokio's own, and what counting costs an allocator.

mod allocations;
mod batches;
mod executors;

use crate::cost::{Contender, compare, ns_per_operation};
use futures_util::future::join_all;
use loadline_toolkit::{fan_out::fan_out, telemetry::Histogram};
use prometheus_client::metrics::histogram::{Histogram as Theirs, exponential_buckets};
use std::{hint::black_box, time::Duration};

/// Measures each.
pub fn run() {
    record();
    calls_at_once();
    batches::run();
    executors::run();
    allocations::run();
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime without drivers but time")
}

fn record() {
    const RECORDS: u64 = 2_000_000;
    let ours = Histogram::new();
    let theirs = Theirs::new(exponential_buckets(1e-6, 2.0, 26));
    let contenders: Vec<Contender> = vec![
        (
            "loadline",
            Box::new(|| {
                ns_per_operation(RECORDS, || {
                    (0..RECORDS).for_each(|ns| ours.record_ns(black_box(ns * 37)))
                })
            }),
        ),
        (
            "prometheus-client",
            Box::new(|| {
                ns_per_operation(RECORDS, || {
                    (0..RECORDS).for_each(|ns| theirs.observe(black_box(ns * 37) as f64 * 1e-9))
                })
            }),
        ),
    ];
    compare("histogram: record", "ns CPU", contenders);
}

fn calls_at_once() {
    const CALLS: u64 = 100;
    const TIMES: u64 = 2_000;
    async fn call(index: u64) -> Result<u64, ()> {
        tokio::task::yield_now().await;
        Ok(index)
    }
    let runtime = runtime();
    let limit = Duration::from_secs(60);
    let contenders: Vec<Contender> = vec![
        (
            "loadline, 100 at a time",
            Box::new(|| {
                ns_per_operation(CALLS * TIMES, || {
                    runtime.block_on(async {
                        for _ in 0..TIMES {
                            black_box(fan_out((0..CALLS).map(call), 100).within(limit).await);
                        }
                    });
                })
            }),
        ),
        (
            "join_all, no bound, no time-out, no panics caught",
            Box::new(|| {
                ns_per_operation(CALLS * TIMES, || {
                    runtime.block_on(async {
                        for _ in 0..TIMES {
                            black_box(join_all((0..CALLS).map(call)).await);
                        }
                    });
                })
            }),
        ),
    ];
    compare("fan-out: a call of 100 that yields once", "ns CPU", contenders);
}
