//! One thing done outside any test, by one user on a runtime of its own: what a setup and a teardown are.

use std::future::Future;
use std::rc::Rc;
use std::time::Instant;

use loadline_core::Window;
use tokio::task::LocalSet;

use super::plan::RunError;
use super::worker::Worker;
use crate::transport::{Deadlines, NetworkOptions, Prepared};

/// Does `work` to its end on a thread of its own making, which is the calling one; time-outs of its requests
/// are kept. Gives what it came to, and what was measured meanwhile as a window without a start.
///
/// # Errors
/// When the runtime cannot be made, or TLS cannot be set up.
pub fn run_once<T, F: Future<Output = T>>(
    network: &NetworkOptions,
    work: impl FnOnce(Rc<Worker>) -> F,
) -> Result<(T, Window), RunError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let prepared = Prepared::new(network.clone())?;
    let began = Instant::now();
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
            done = work(worker.clone()) => done,
            () = sweep => unreachable!("sweeping never ends"),
        }
    };
    let tasks = LocalSet::new();
    let done = tasks.block_on(&runtime, both);
    {
        // What was left under way may ask for the runtime when it is dropped.
        let _entered = runtime.enter();
        drop(tasks);
    }
    let length_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    let mut window = Window { length_ms, ..Window::default() };
    worker.drain_into(&mut window);
    runtime.shutdown_background();
    Ok((done, window))
}
