//! Items in chunks, each chunk a task, the results in the order of the items. A bounded number of tasks is taken at
//! a time; what is under way is cancelled when the map ends early.

use super::{Handle, MapError, MapFailure, SpawnError, TaskError};
use crate::panics::caught;
use std::collections::VecDeque;

/// Hands chunks of `items` to `spawn`, at most `limit` of them under way.
pub(super) async fn map_in_order<I, O: Send>(
    mut items: I,
    chunk: usize,
    limit: usize,
    spawn: impl AsyncFn(Vec<I::Item>) -> Result<Handle<Vec<O>>, SpawnError>,
) -> Result<Vec<O>, MapError>
where
    I: Iterator,
{
    let mut under_way = VecDeque::with_capacity(limit);
    let mut results = Vec::with_capacity(items.size_hint().0);
    let mut item = 0;
    loop {
        let batch = caught(|| items.by_ref().take(chunk.max(1)).collect::<Vec<_>>())
            .map_err(|message| failed(item, TaskError::Panicked { message }))?;
        let is_last = batch.is_empty();
        if !is_last {
            let count = batch.len();
            let task = spawn(batch).await.map_err(|error| failed(item, error))?;
            under_way.push_back((item, Cancelling(task)));
            item += count;
        }
        while under_way.len() >= limit || is_last {
            let Some((first, mut task)) = under_way.pop_front() else {
                return Ok(results);
            };
            results.extend((&mut task.0).await.map_err(|error| failed(first, error))?);
        }
    }
}

fn failed(item: usize, source: impl Into<MapFailure>) -> MapError {
    MapError { item, source: source.into() }
}

/// A task that is of no use to anybody without the map.
struct Cancelling<T: Send>(Handle<T>);

impl<T: Send> Drop for Cancelling<T> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
