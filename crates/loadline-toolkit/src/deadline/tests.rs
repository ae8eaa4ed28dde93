//! Deadlines on a paused clock.

use super::{Deadline, DeadlineExceeded};
use std::{future::pending, time::Duration};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn work_is_dropped_at_its_deadline() {
    let ended = Deadline::after(SECOND).run(pending::<()>()).await;
    assert_eq!(ended, Err(DeadlineExceeded));
}

#[tokio::test(start_paused = true)]
async fn an_inner_scope_cannot_lie_beyond_the_outer_one() {
    let left = Deadline::after(SECOND)
        .scope(Deadline::after(SECOND * 60).scope(async { Deadline::time_left_or(SECOND * 60) }))
        .await;
    assert_eq!(left, SECOND);
}

#[tokio::test(start_paused = true)]
async fn without_a_deadline_the_limit_is_what_is_left() {
    assert_eq!(Deadline::current(), None);
    assert_eq!(Deadline::time_left_or(SECOND), SECOND);
}

#[tokio::test(start_paused = true)]
async fn time_passes_for_a_deadline() {
    let deadline = Deadline::after(SECOND);
    tokio::time::advance(SECOND / 4).await;
    assert_eq!(deadline.remaining(), SECOND * 3 / 4);
    tokio::time::advance(SECOND).await;
    assert!(deadline.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_beyond_every_clock_is_a_hundred_years_ahead() {
    assert!(Deadline::after(Duration::MAX).remaining() > SECOND * 3600 * 24 * 365);
}
