//! Requests in batches of at most 100: many callers at once, and a lone one that must not wait for others.

use super::runtime;
use crate::{
    cost::{Contender, compare, ns_per_operation},
    table::row,
};
use loadline_toolkit::batch::Batcher;
use scuffle_batching::{BatchExecutor, Batcher as Theirs, batch::BatchResponse};
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinSet, time::Instant};

const CALLERS: u64 = 256;
const EACH: u64 = 400;
const ITEMS: usize = 100;
const WAIT: Duration = Duration::from_millis(100);

/// Answers each number with itself.
struct Echo;

impl BatchExecutor for Echo {
    type Request = u64;
    type Response = u64;

    async fn execute(&self, requests: Vec<(u64, BatchResponse<u64>)>) {
        for (number, response) in requests {
            response.send(number);
        }
    }
}

type Ours = Batcher<u64, u64, ()>;

fn ours() -> Ours {
    let builder = Batcher::builder().max_items(ITEMS).max_wait(WAIT).concurrency(4);
    builder
        .build(|batch: Vec<u64>| async { batch.into_iter().map(Ok).collect() })
        .expect("sound settings")
}

fn theirs() -> Arc<Theirs<Echo>> {
    Arc::new(Theirs::new(Echo, ITEMS, 4, WAIT))
}

/// Measures both.
pub fn run() {
    let contenders: Vec<Contender> = vec![
        ("loadline", Box::new(|| many(ours, ask_ours))),
        ("scuffle-batching", Box::new(|| many(theirs, ask_theirs))),
    ];
    compare("batch: a request of 256 callers, 100 a batch", "ns CPU", contenders);
    for (who, waited) in
        [("loadline", lone(ours, ask_ours)), ("scuffle-batching", lone(theirs, ask_theirs))]
    {
        row(
            "batch: a lone request, at most 100 ms held back",
            who,
            waited.as_secs_f64() * 1e3,
            "ms",
        );
    }
}

async fn ask_ours(batcher: Ours, number: u64) {
    assert_eq!(batcher.submit(number).await, Ok(number));
}

async fn ask_theirs(batcher: Arc<Theirs<Echo>>, number: u64) {
    assert_eq!(batcher.execute(number).await, Some(number));
}

/// CPU time of a request when many callers ask again and again.
fn many<B, F>(make: impl FnOnce() -> B, ask: fn(B, u64) -> F) -> f64
where
    B: Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = runtime();
    ns_per_operation(CALLERS * EACH, || {
        runtime.block_on(async {
            let batcher = make();
            let mut callers = JoinSet::new();
            for _ in 0..CALLERS {
                let batcher = batcher.clone();
                callers.spawn(async move {
                    for number in 0..EACH {
                        ask(batcher.clone(), number).await;
                    }
                });
            }
            callers.join_all().await;
        });
    })
}

/// The middle of the times that a lone request took.
fn lone<B: Clone, F: Future<Output = ()>>(
    make: impl FnOnce() -> B,
    ask: fn(B, u64) -> F,
) -> Duration {
    runtime().block_on(async {
        let batcher = make();
        let mut times = Vec::new();
        for number in 0..9 {
            let begin = Instant::now();
            ask(batcher.clone(), number).await;
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        times[times.len() / 2]
    })
}
