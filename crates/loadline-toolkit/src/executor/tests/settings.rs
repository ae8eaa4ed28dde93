//! What the builder refuses.

use crate::executor::{ConfigError, Executor, ExecutorBuilder, OnFull};
use std::time::Duration;

#[test]
fn settings_that_cannot_work_are_refused() {
    let check = |set: fn(ExecutorBuilder) -> ExecutorBuilder| {
        let asynchronous =
            set(Executor::builder()).build().map(drop).map_err(|error| error.to_string());
        let cpu = set(Executor::builder()).build_cpu().map(drop).map_err(|error| error.to_string());
        assert_eq!(asynchronous, cpu);
        asynchronous.expect_err("refused")
    };
    assert_eq!(check(|set| set.workers(0)), "workers must be above zero");
    assert_eq!(check(|set| set.workers(usize::MAX)), "workers must be at most 65536");
    assert_eq!(check(|set| set.time_out(Duration::ZERO)), "time_out must be above zero");
    assert_eq!(check(|set| set.time_out(Duration::MAX)), "time_out must be at most a day");
    assert_eq!(
        check(|set| set.on_full(OnFull::Wait(Duration::MAX))),
        "on_full must be at most a day"
    );
    let too_many = Executor::builder().queue(usize::MAX).build();
    assert!(matches!(too_many, Err(ConfigError::TooMany { setting: "queue", .. })));
}
