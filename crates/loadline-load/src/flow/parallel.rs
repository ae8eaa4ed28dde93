//! Requests side by side, as a browser loads a page: each measured by itself.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use super::bench::{Begin, Bench, End};
use super::plan::{Parallel, Step};
use super::step::run_step;
use crate::transport::Transport;

/// Does all requests of a group, whatever becomes of each; it has succeeded when all of them have.
///
/// As many lanes as may be under way at once begin when the group begins, each with the user's bench or a
/// sibling of it; a lane takes the next request when its last one is answered.
pub(super) async fn run_parallel<T: Transport>(
    group: &Parallel,
    bench: &mut Bench<T>,
    begin: Begin,
) -> End {
    let lanes = group.at_once.min(group.steps.len()).max(1);
    while bench.siblings.len() + 1 < lanes {
        bench.siblings.push(bench.sibling());
    }
    let mut siblings = std::mem::take(&mut bench.siblings);
    let next = Cell::new(0);
    let benches = std::iter::once(&mut *bench).chain(&mut siblings).take(lanes);
    let running: Vec<_> =
        benches.map(|bench| Box::pin(run_lane(&group.steps, &next, bench, begin))).collect();
    let end = all(running, End { succeeded: true, at: begin.now }).await;
    bench.siblings = siblings;
    end
}

/// Takes one request after the other until none is left.
async fn run_lane<T: Transport>(
    steps: &[Step],
    next: &Cell<usize>,
    bench: &mut Bench<T>,
    mut begin: Begin,
) -> End {
    let mut whole = End { succeeded: true, at: begin.now };
    while let Some(step) = steps.get(next.replace(next.get() + 1)) {
        let end = run_step(step, bench, begin).await;
        whole = together(whole, end);
        begin = begin.after(end.at);
    }
    whole
}

/// Waits for all of them.
async fn all(mut running: Vec<Pin<Box<impl Future<Output = End>>>>, mut whole: End) -> End {
    poll_fn(|cx| {
        running.retain_mut(|lane| match lane.as_mut().poll(cx) {
            Poll::Ready(end) => {
                whole = together(whole, end);
                false
            }
            Poll::Pending => true,
        });
        if running.is_empty() { Poll::Ready(whole) } else { Poll::Pending }
    })
    .await
}

fn together(one: End, other: End) -> End {
    End { succeeded: one.succeeded && other.succeeded, at: one.at.max(other.at) }
}
