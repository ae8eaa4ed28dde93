//! Pools: HikariCP's spike, an uncontended acquire and release, and many tasks on few connections.

mod contenders;

use crate::{
    cost::{compare, ns_per_operation},
    table::row,
};
use contenders::{Contender, Floor, Server};
use loadline_toolkit::{object_pool::ObjectPool, pool::Pool};
use std::{
    hint::black_box,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};
use tokio::{runtime::Runtime, task::JoinSet};

/// Tasks and connections of the contended measurement, and what each task does.
const TASKS: u64 = 256;
const CONNECTIONS: usize = 8;
const CYCLES: u64 = 2_000;
/// Runs of the spike; the median counts.
const RUNS: usize = 5;

/// Measures each.
pub fn run() {
    let spikes = [
        spike::<Pool<Server>>(),
        spike::<deadpool::managed::Pool<Server>>(),
        spike::<bb8::Pool<Server>>(),
        spike::<mobc::Pool<Server>>(),
    ];
    for (who, slowest_ms, _) in spikes {
        row("pool: spike, slowest of 50 callers", who, slowest_ms, "ms");
    }
    for (who, _, opened) in spikes {
        row("pool: spike, connections opened", who, opened, "connections");
    }
    uncontended();
    contended();
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .expect("a runtime without drivers but time")
}

/// Fifty callers at once, five connections that lie ready, fifty at most; a connect takes 150 ms and a query 2 ms.
/// The slowest caller in milliseconds, and how many connections were opened.
fn spike<C: Contender>() -> (&'static str, f64, f64) {
    let mut slowest_ms = Vec::new();
    let mut opened = Vec::new();
    for _ in 0..RUNS {
        let runtime = runtime();
        let (slowest, connects) = runtime.block_on(async {
            let server = Server { connect: Duration::from_millis(150), ..Server::default() };
            let pool = C::build(server.clone(), 5, 50).await;
            let before = server.opened.load(Ordering::Relaxed);
            let begin = Instant::now();
            let mut callers = JoinSet::new();
            for _ in 0..50 {
                let pool = pool.clone();
                callers.spawn(async move {
                    let guard = pool.take().await;
                    query().await;
                    drop(guard);
                    begin.elapsed()
                });
            }
            let slowest = callers.join_all().await.into_iter().max().unwrap_or_default();
            // Those that were begun for nothing end within this time.
            tokio::time::sleep(Duration::from_millis(200)).await;
            (slowest, server.opened.load(Ordering::Relaxed) - before)
        });
        slowest_ms.push(slowest.as_secs_f64() * 1e3);
        opened.push(connects as f64);
    }
    (C::NAME, median(slowest_ms), median(opened))
}

/// Two milliseconds on a thread of its own: tokio's timer would make three of them.
async fn query() {
    let asleep = tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(2)));
    asleep.await.expect("sleeping does not fail");
}

fn uncontended() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime without drivers but time");
    let contenders = vec![
        alone::<Pool<Server>>(&runtime),
        alone::<ObjectPool<u64>>(&runtime),
        alone::<Floor>(&runtime),
        alone::<deadpool::managed::Pool<Server>>(&runtime),
        alone::<bb8::Pool<Server>>(&runtime),
        alone::<mobc::Pool<Server>>(&runtime),
    ];
    compare("pool: acquire and release, nobody else", "ns CPU", contenders);
}

fn alone<C: Contender>(runtime: &Runtime) -> crate::cost::Contender<'_> {
    const TIMES: u64 = 200_000;
    let pool = runtime.block_on(C::build(Server::default(), 1, 8));
    let round = move || {
        ns_per_operation(TIMES, || {
            runtime.block_on(async {
                for _ in 0..TIMES {
                    drop(black_box(pool.take().await));
                }
            });
        })
    };
    (C::NAME, Box::new(round))
}

fn contended() {
    let runtime = runtime();
    let contenders = vec![
        crowd::<Pool<Server>>(&runtime),
        crowd::<ObjectPool<u64>>(&runtime),
        crowd::<Floor>(&runtime),
        crowd::<deadpool::managed::Pool<Server>>(&runtime),
        crowd::<bb8::Pool<Server>>(&runtime),
        crowd::<mobc::Pool<Server>>(&runtime),
    ];
    compare("pool: 256 tasks on 8 connections, a cycle", "ns CPU", contenders);
    let waits = vec![
        longest_wait::<Pool<Server>>(&runtime),
        longest_wait::<ObjectPool<u64>>(&runtime),
        longest_wait::<Floor>(&runtime),
        longest_wait::<deadpool::managed::Pool<Server>>(&runtime),
        longest_wait::<bb8::Pool<Server>>(&runtime),
    ];
    compare("pool: 256 tasks on 8 connections, longest wait", "ms", waits);
}

fn crowd<C: Contender>(runtime: &Runtime) -> crate::cost::Contender<'_> {
    let pool = runtime.block_on(C::build(Server::default(), CONNECTIONS, CONNECTIONS));
    let round = move || {
        ns_per_operation(TASKS * CYCLES / 8, || {
            runtime.block_on(cycles(pool.clone(), CYCLES / 8));
        })
    };
    (C::NAME, Box::new(round))
}

fn longest_wait<C: Contender>(runtime: &Runtime) -> crate::cost::Contender<'_> {
    let pool = runtime.block_on(C::build(Server::default(), CONNECTIONS, CONNECTIONS));
    let round = move || {
        let longest = runtime.block_on(cycles(pool.clone(), CYCLES / 4));
        longest.as_secs_f64() * 1e3
    };
    (C::NAME, Box::new(round))
}

/// Each task takes a connection, lets others run and gives it back, `times` times over; the longest wait of all.
async fn cycles<C: Contender>(pool: C, times: u64) -> Duration {
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let pool = pool.clone();
        tasks.spawn(async move {
            let mut longest = Duration::ZERO;
            for _ in 0..times {
                let begin = Instant::now();
                let guard = pool.take().await;
                longest = longest.max(begin.elapsed());
                tokio::task::yield_now().await;
                drop(guard);
            }
            longest
        });
    }
    tasks.join_all().await.into_iter().max().unwrap_or_default()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
