//! The exhaustion error names each planted cause.

use super::{
    super::{Exhaustion, Pool, PoolError, Verdict},
    MS, SECOND, plain,
    server::{Does, Server},
};
use crate::Transient;
use tokio::time::sleep;

/// What a caller is told who waits in vain, in a task of its own.
async fn exhaustion(pool: &Pool<Server>) -> Exhaustion {
    let pool = pool.clone();
    let refused = tokio::spawn(async move { pool.acquire().await.map(drop) });
    match refused.await.expect("no panic").expect_err("in vain") {
        PoolError::Exhausted(exhaustion) => *exhaustion,
        other => panic!("{other}"),
    }
}

/// Gives the pool a usual hold of 5 ms.
async fn usual_work(pool: &Pool<Server>) {
    for _ in 0..50 {
        let _conn = pool.acquire().await.expect("room");
        sleep(5 * MS).await;
    }
}

/// Holds a connection for ever in a task of its own.
fn hold(pool: &Pool<Server>, statement: Option<&'static str>) -> u32 {
    let pool = pool.clone();
    let holder = async move {
        let conn = pool.acquire().await.expect("room");
        if let Some(statement) = statement {
            conn.last_statement().started(statement);
        }
        std::future::pending::<()>().await;
    };
    let line = line!() - 6;
    tokio::spawn(holder);
    line
}

#[tokio::test(start_paused = true)]
async fn a_leak_is_named_with_the_line_that_took_it() {
    let pool = plain(&Server::new()).leak_after(10 * SECOND).build().expect("sound");
    usual_work(&pool).await;
    hold(&pool, None);
    let line = hold(&pool, None);
    sleep(20 * SECOND).await;
    let told = exhaustion(&pool).await;
    let Verdict::Leak { held: 2, acquired_at } = told.verdict else { panic!("{told}") };
    assert_eq!((acquired_at.file(), acquired_at.line()), (file!(), line));
    assert_eq!((told.held, told.open, told.open_max), (2, 2, 2));
    assert!(told.holders[0].held_for >= 20 * SECOND);
    assert!(!PoolError::Exhausted(Box::new(told)).is_transient());
}

#[tokio::test(start_paused = true)]
async fn a_connection_in_idle_hands_is_a_leak_before_the_threshold_is_reached() {
    let pool = plain(&Server::new()).leak_after(600 * SECOND).build().expect("sound");
    usual_work(&pool).await;
    for _ in 0..2 {
        let conn = pool.acquire().await.expect("room");
        conn.last_statement().started("SELECT 1");
        conn.last_statement().ended();
        std::mem::forget(conn);
    }
    sleep(5 * SECOND).await;
    let told = exhaustion(&pool).await;
    assert!(matches!(told.verdict, Verdict::Leak { held: 2, .. }), "{told}");
}

#[tokio::test(start_paused = true)]
async fn slow_queries_are_named_with_the_statement() {
    let pool = plain(&Server::new()).leak_after(10 * SECOND).build().expect("sound");
    usual_work(&pool).await;
    hold(&pool, Some("SELECT pg_sleep(1000)"));
    hold(&pool, Some("SELECT pg_sleep(1000)"));
    sleep(20 * SECOND).await;
    let told = exhaustion(&pool).await;
    let Verdict::SlowQueries { recent, usual: Some(usual) } = told.verdict else {
        panic!("{told}")
    };
    assert!(recent >= 20 * SECOND && usual <= 6 * MS, "{told}");
    let statement = told.holders[0].statement.as_ref().expect("noted");
    assert_eq!((statement.text.as_str(), statement.is_running), ("SELECT pg_sleep(1000)", true));
    assert!(told.to_string().contains("running SELECT pg_sleep(1000)"), "{told}");
}

#[tokio::test(start_paused = true)]
async fn a_query_that_outlasts_the_wait_is_slow_even_where_nothing_is_usual_yet() {
    let pool = plain(&Server::new()).size(0, 1).build().expect("sound");
    hold(&pool, None);
    sleep(MS).await;
    let told = exhaustion(&pool).await;
    assert!(matches!(told.verdict, Verdict::SlowQueries { usual: None, .. }), "{told}");
}

#[tokio::test(start_paused = true)]
async fn a_dead_database_is_named_with_the_drivers_words() {
    let server = Server::connecting(Does::Fail);
    let pool = plain(&server).build().expect("sound");
    let told = exhaustion(&pool).await;
    let Verdict::ConnectFailing { attempts } = told.verdict else { panic!("{told}") };
    assert!(attempts >= 3, "{told}");
    assert_eq!(told.connect_failure.expect("the last one").to_string(), "the server said no");
}

#[tokio::test(start_paused = true)]
async fn a_database_that_does_not_answer_is_named_as_well() {
    let server = Server::connecting(Does::Hang);
    let pool = plain(&server).connect_timeout(60 * SECOND).build().expect("sound");
    let told = exhaustion(&pool).await;
    assert_eq!(told.verdict, Verdict::ConnectFailing { attempts: 0 });
    let server = Server::new();
    let pool = plain(&server).release_timeout(60 * SECOND).build().expect("sound");
    let held = [pool.acquire().await.expect("opened"), pool.acquire().await.expect("opened")];
    server.resets(Does::Hang);
    drop(held);
    assert_eq!(exhaustion(&pool).await.verdict, Verdict::ConnectFailing { attempts: 0 });
}

#[tokio::test(start_paused = true)]
async fn too_small_a_pool_is_told_its_size() {
    let pool = plain(&Server::new()).acquire_timeout(50 * MS).build().expect("sound");
    let mut told = Vec::new();
    // 400 callers a second for 10 ms each are 4 connections in use; the pool has 2.
    for _ in 0..400 {
        let pool = pool.clone();
        told.push(tokio::spawn(async move {
            let _conn = pool.acquire().await?;
            sleep(10 * MS).await;
            Ok::<_, PoolError>(())
        }));
        sleep(5 * MS / 2).await;
    }
    let mut sizes = Vec::new();
    for caller in told {
        match caller.await.expect("no panic") {
            Ok(()) => {}
            Err(PoolError::Exhausted(exhaustion)) => match exhaustion.verdict {
                Verdict::Undersized { size } => sizes.push(size),
                _ => panic!("{exhaustion}"),
            },
            Err(other) => panic!("{other}"),
        }
    }
    let last = *sizes.last().expect("some waited in vain");
    assert!((6..=10).contains(&last), "4 in use, and twice the root of it to spare: {sizes:?}");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_waits_for_a_second_one_is_told_so() {
    let pool = plain(&Server::new()).size(0, 1).build().expect("sound");
    let alone = pool.clone();
    let told = tokio::spawn(async move {
        let _first = alone.acquire().await.expect("opened");
        let line = line!() - 1;
        (alone.acquire().await.expect_err("it waits for itself"), line)
    });
    let (refused, line) = told.await.expect("no panic");
    let PoolError::Exhausted(told) = refused else { panic!("{refused}") };
    let Verdict::SelfDeadlock { held_at } = told.verdict else { panic!("{told}") };
    assert_eq!(held_at.line(), line);
}

#[tokio::test(start_paused = true)]
async fn those_who_stand_by_a_deadlock_are_told_of_it() {
    let pool = plain(&Server::new()).acquire_timeout(10 * SECOND).build().expect("sound");
    for _ in 0..2 {
        let pool = pool.clone();
        tokio::spawn(async move {
            let _first = pool.acquire().await.expect("room");
            sleep(MS).await;
            let _second = pool.acquire().await;
            std::future::pending::<()>().await;
        });
    }
    sleep(2 * MS).await;
    let bystander = crate::deadline::Deadline::after(SECOND).scope(pool.acquire());
    let refused = bystander.await.expect_err("in vain");
    let PoolError::Exhausted(told) = refused else { panic!("{refused}") };
    assert!(matches!(told.verdict, Verdict::SelfDeadlock { .. }), "{told}");
}
