//! One thing done outside any test, by one user on a runtime of its own: what a setup and a teardown are.

use std::future::Future;
use std::rc::Rc;
use std::time::Instant;

use tokio::task::LocalSet;

use super::plan::RunError;
use super::worker::Worker;
use crate::transport::{Deadlines, NetworkOptions, Prepared};

/// Does `work` to its end; time-outs of its requests are kept. What it measures is thrown away.
pub(crate) fn once<T, F: Future<Output = T>>(
    network: &NetworkOptions,
    work: impl FnOnce(Rc<Worker>) -> F,
) -> Result<T, RunError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let prepared = Prepared::new(network.clone())?;
    let worker = Rc::new(Worker::new(&prepared, None, 0, 1, 0));
    let sweeping = worker.clone();
    let sweep = async move {
        loop {
            let grain = Deadlines::grain(sweeping.network.shortest_timeout());
            tokio::time::sleep(grain).await;
            sweeping.network.deadlines.sweep(Instant::now());
        }
    };
    let both = async {
        tokio::select! {
            done = work(worker) => done,
            () = sweep => unreachable!("sweeping never ends"),
        }
    };
    let done = LocalSet::new().block_on(&runtime, both);
    runtime.shutdown_background();
    Ok(done)
}
