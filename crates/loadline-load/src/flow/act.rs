//! What a user does, one thing after the other, until something fails: later things may need what it should
//! have brought.
//!
//! Protocols that are not one request and one answer have a file each, called from [`run_other`].

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use loadline_core::Think;

use super::bench::{Begin, Bench, End};
use super::events::run_listening;
use super::parallel::run_parallel;
use super::plan::{Act, Condition, Repeat};
use super::socket::run_talk;
use super::step::run_step;
use crate::transport::Transport;

/// Rounds of a loop without a pause, after which the thread's other users get their turn.
const ROUNDS_IN_A_ROW_MAX: u32 = 64;

/// Does these things. The first one counts from the moment it was due, each later one from the end of the one
/// before.
pub(super) async fn run_acts<T: Transport>(
    acts: &[Act],
    bench: &mut Bench<T>,
    mut begin: Begin,
) -> End {
    let mut end = End { succeeded: true, at: begin.now };
    for act in acts {
        end = match act {
            Act::Request(step) => run_step(step, bench, begin).await,
            Act::Talk(talk) => Box::pin(run_talk(talk, bench, begin)).await,
            Act::Listen(listening) => Box::pin(run_listening(listening, bench, begin)).await,
            other => run_other(other, bench, begin).await,
        };
        if !end.succeeded {
            break;
        }
        begin = begin.after(end.at);
    }
    end
}

/// Everything that is not a request: boxed, since it may hold further things to do.
fn run_other<'a, T: Transport>(
    act: &'a Act,
    bench: &'a mut Bench<T>,
    begin: Begin,
) -> Pin<Box<dyn Future<Output = End> + 'a>> {
    Box::pin(async move {
        match act {
            Act::Request(_) | Act::Talk(_) | Act::Listen(_) => {
                run_acts(std::slice::from_ref(act), bench, begin).await
            }
            Act::Wait(think) => wait(*think, bench).await,
            Act::Repeat(repeat) => run_repeat(repeat, bench, begin).await,
            Act::If(branch) => {
                let acts =
                    if holds(&branch.condition, bench) { &branch.then } else { &branch.otherwise };
                run_acts(acts, bench, begin).await
            }
            Act::Parallel(group) => run_parallel(group, bench, begin).await,
        }
    })
}

async fn run_repeat<T: Transport>(repeat: &Repeat, bench: &mut Bench<T>, mut begin: Begin) -> End {
    let mut end = End { succeeded: true, at: begin.now };
    for round in 1..=repeat.times {
        if repeat.condition.as_ref().is_some_and(|condition| !holds(condition, bench)) {
            break;
        }
        end = run_acts(&repeat.acts, bench, begin).await;
        if !end.succeeded {
            break;
        }
        begin = begin.after(end.at);
        if round % ROUNDS_IN_A_ROW_MAX == 0 {
            tokio::task::yield_now().await;
        }
    }
    end
}

async fn wait<T: Transport>(think: Think, bench: &Bench<T>) -> End {
    tokio::time::sleep(drawn_pause(think, bench)).await;
    End { succeeded: true, at: Instant::now() }
}

/// The length of a pause.
pub(super) fn drawn_pause<T: Transport>(think: Think, bench: &Bench<T>) -> Duration {
    match think {
        Think::None | Think::Pacing(_) => Duration::ZERO,
        Think::Constant(pause) => pause.duration(),
        Think::Range(low, high) => {
            let (low, high) = (low.duration(), high.duration());
            let share = bench.worker.random().f64();
            low + high.saturating_sub(low).mul_f64(share)
        }
    }
}

/// Whether a condition holds for the user now.
pub(super) fn holds<T: Transport>(condition: &Condition, bench: &Bench<T>) -> bool {
    match condition {
        Condition::Value(slot) => {
            let memory = bench.memory.borrow();
            let value = memory.values.saved[*slot].as_deref();
            value.is_some_and(|value| !matches!(value, "" | "false" | "null" | "0"))
        }
        Condition::Not(inner) => !holds(inner, bench),
        Condition::Compare { left, relation, right } => bench.with_values(|values, draws| {
            let left = left.filled(values, draws);
            relation.holds(&left, &right.filled(values, draws))
        }),
    }
}
