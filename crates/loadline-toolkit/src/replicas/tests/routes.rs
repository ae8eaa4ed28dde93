//! Which server a read or a write goes to, and when.

use super::fake::{EVERY, Fake, Mood, Trio, look, reads, trio};
use crate::{
    Transient as _,
    deadline::Deadline,
    replicas::{Balance, ConfigError, Consistency, Position, ReplicaRouter, RouteError},
};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn writes_go_to_the_primary_and_reads_take_turns() {
    let Trio { router, .. } = trio(|builder| builder).await;
    assert_eq!(router.write().await.expect("it serves").server(), "primary");
    let mut servers = reads(&router, Consistency::Eventual, 4).await;
    assert_ne!(servers[0], servers[1]);
    servers.sort();
    assert_eq!(servers, ["east", "east", "west", "west"]);
    assert_eq!(reads(&router, Consistency::Primary, 1).await, ["primary"]);
    assert_eq!(router.stats().fell_back, 0);
}

#[tokio::test(start_paused = true)]
async fn reads_go_to_the_primary_before_a_replica_has_answered() {
    let router =
        ReplicaRouter::builder(Fake::at(1)).replica("east", Fake::at(1)).build().expect("sound");
    assert_eq!(reads(&router, Consistency::Eventual, 1).await, ["primary"]);
    assert_eq!(router.stats().fell_back, 1);
}

#[tokio::test(start_paused = true)]
async fn a_router_is_warm_when_each_replica_has_answered_or_is_known_to_be_down() {
    let east = Fake::at(1);
    east.becomes(Mood::Hangs);
    let router =
        ReplicaRouter::builder(Fake::at(1)).replica("east", east).replica("west", Fake::at(1));
    let router = router.probe_timeout(EVERY).build().expect("sound");
    let since = Instant::now();
    router.warm_up().await;
    assert!(since.elapsed() <= EVERY + Duration::from_millis(1), "{:?}", since.elapsed());
    assert_eq!(reads(&router, Consistency::Eventual, 1).await, ["west"]);
}

#[tokio::test(start_paused = true)]
async fn the_fewest_reads_under_way_come_first() {
    let Trio { router, .. } = trio(|builder| builder.balance(Balance::LeastInFlight)).await;
    let first = router.read(Consistency::Eventual).await.expect("it serves");
    let second = router.read(Consistency::Eventual).await.expect("it serves");
    assert_ne!(first.server(), second.server());
    let freed = first.server().to_owned();
    drop(first);
    assert_eq!(reads(&router, Consistency::Eventual, 3).await, vec![freed; 3]);
    drop(second);
}

#[tokio::test(start_paused = true)]
async fn a_replica_that_was_slow_is_spared_until_that_is_forgotten() {
    let Trio { router, .. } = trio(|builder| builder.balance(Balance::PeakEwma)).await;
    let slow = router.read(Consistency::Eventual).await.expect("it serves");
    let spared = slow.server().to_owned();
    tokio::time::sleep(Duration::from_millis(500)).await;
    drop(slow);
    for server in reads(&router, Consistency::Eventual, 5).await {
        assert_ne!(server, spared);
    }
    // The other one costs as much now, and is younger in memory.
    let other = router.read(Consistency::Eventual).await.expect("it serves");
    tokio::time::sleep(Duration::from_secs(2)).await;
    drop(other);
    assert_eq!(reads(&router, Consistency::Eventual, 1).await, [spared]);
}

#[tokio::test(start_paused = true)]
async fn a_replica_too_far_behind_gets_no_reads_until_it_has_caught_up() {
    let Trio { primary, east, west, router } =
        trio(|builder| builder.max_lag(Duration::from_secs(5))).await;
    primary.moves_to(200);
    east.moves_to(200);
    look(&router).await;
    assert_eq!(router.stats().replicas[0].lag, Duration::ZERO);
    assert!(
        reads(&router, Consistency::Eventual, 4).await.contains(&"west".to_owned()),
        "not too far yet"
    );
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(router.stats().replicas[1].lag > Duration::from_secs(5), "{:?}", router.stats());
    assert_eq!(reads(&router, Consistency::Eventual, 4).await, vec!["east"; 4]);
    east.becomes(Mood::Refuses);
    look(&router).await;
    assert_eq!(reads(&router, Consistency::Eventual, 2).await, vec!["primary"; 2]);
    west.moves_to(200);
    look(&router).await;
    assert_eq!(reads(&router, Consistency::Eventual, 2).await, vec!["west"; 2]);
}

#[tokio::test(start_paused = true)]
async fn an_idle_primary_makes_no_lag() {
    let Trio { router, .. } = trio(|builder| builder.max_lag(EVERY)).await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert!(router.stats().replicas.iter().all(|replica| replica.lag == Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_session_reads_only_where_its_write_is_shown() {
    let Trio { primary, east, router, .. } = trio(|builder| builder.catch_up(Duration::ZERO)).await;
    primary.moves_to(200);
    let mut conn = router.write().await.expect("it serves");
    let written = conn.position().await.expect("it says");
    assert_eq!(written, Position::new(200));
    assert_eq!(reads(&router, Consistency::Session(written), 2).await, vec!["primary"; 2]);
    east.moves_to(200);
    look(&router).await;
    assert_eq!(reads(&router, Consistency::Session(written), 2).await, vec!["east"; 2]);
    assert_eq!(reads(&router, Consistency::Session(Position::new(100)), 2).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_session_waits_for_a_replica_that_is_about_to_show_its_write() {
    let Trio { east, router, .. } =
        trio(|builder| builder.catch_up(Duration::from_millis(200))).await;
    let since = Instant::now();
    let replay = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        east.moves_to(200);
    };
    let (read, ()) = tokio::join!(router.read(Consistency::Session(Position::new(200))), replay);
    assert_eq!(read.expect("it serves").server(), "east");
    let waited = since.elapsed();
    assert!((50..=60).contains(&waited.as_millis()), "it looks every few milliseconds: {waited:?}");
    assert_eq!(router.stats().waits.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_session_waits_no_longer_than_the_bound_and_looks_are_bounded_too() {
    let Trio { east, router, .. } =
        trio(|builder| builder.catch_up(Duration::from_millis(200))).await;
    let (since, looks) = (Instant::now(), east.looks());
    let many = (0..100).map(|_| router.read(Consistency::Session(Position::new(200))));
    for read in futures_util::future::join_all(many).await {
        assert_eq!(read.expect("it serves").server(), "primary");
    }
    assert!(since.elapsed() < Duration::from_millis(210), "{:?}", since.elapsed());
    assert!(east.looks() - looks <= 102, "one each 2 ms, whoever waits: {}", east.looks() - looks);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_a_session_s_wait() {
    let Trio { router, .. } = trio(|builder| builder.catch_up(Duration::from_secs(60))).await;
    let read = router.read(Consistency::Session(Position::new(200)));
    let read = Deadline::after(Duration::from_millis(30)).scope(read).await;
    assert!(matches!(read, Err(RouteError::Deadline(_))));
}

#[tokio::test(start_paused = true)]
async fn a_replica_that_is_down_is_left_out_and_comes_back_by_itself() {
    for mood in [Mood::Refuses, Mood::Hangs, Mood::Panics] {
        let Trio { east, router, .. } = trio(|builder| builder).await;
        east.becomes(mood);
        look(&router).await;
        assert!(!router.stats().replicas[0].is_up);
        assert_eq!(reads(&router, Consistency::Eventual, 4).await, vec!["west"; 4], "{mood:?}");
        east.becomes(Mood::Works);
        look(&router).await;
        assert!(
            reads(&router, Consistency::Eventual, 2).await.contains(&"east".to_owned()),
            "{mood:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_fails_over_when_a_replica_goes_down_between_two_looks() {
    for mood in [Mood::Refuses, Mood::Hangs, Mood::Panics] {
        let Trio { east, west, router, .. } =
            trio(|builder| builder.fail_over_after(Duration::from_millis(20))).await;
        let since = Instant::now();
        east.becomes(mood);
        assert_eq!(reads(&router, Consistency::Eventual, 2).await, vec!["west"; 2], "{mood:?}");
        west.becomes(mood);
        assert_eq!(reads(&router, Consistency::Eventual, 2).await, vec!["primary"; 2], "{mood:?}");
        assert!(
            since.elapsed() <= Duration::from_millis(42),
            "each is waited for once: {:?}",
            since.elapsed()
        );
        assert_eq!(router.stats().fell_back, 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_that_waits_for_a_replica_leaves_it_when_the_router_hears_that_it_is_down() {
    let Trio { east, west, router, .. } =
        trio(|builder| builder.probe_timeout(EVERY / 2).fail_over_after(60 * EVERY)).await;
    let since = Instant::now();
    east.becomes(Mood::Hangs);
    west.becomes(Mood::Hangs);
    assert_eq!(reads(&router, Consistency::Eventual, 1).await, ["primary"]);
    assert!(since.elapsed() <= 2 * EVERY, "{:?}", since.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_replica_without_a_free_connection_is_asked_again_after_its_next_look() {
    let Trio { east, west, router, .. } = trio(|builder| builder).await;
    west.becomes(Mood::Refuses);
    look(&router).await;
    east.becomes(Mood::IsFull);
    assert_eq!(reads(&router, Consistency::Eventual, 1).await, ["primary"]);
    east.becomes(Mood::Works);
    look(&router).await;
    assert_eq!(reads(&router, Consistency::Eventual, 1).await, ["east"]);
}

#[tokio::test(start_paused = true)]
async fn replicas_serve_on_while_the_primary_is_down() {
    let Trio { primary, router, .. } = trio(|builder| builder).await;
    primary.becomes(Mood::Refuses);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(!reads(&router, Consistency::Eventual, 2).await.contains(&"primary".to_owned()));
    let error = router.write().await.expect_err("the primary refuses");
    assert!(matches!(error, RouteError::Primary(_)) && error.is_transient());
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_the_primary_s_node_is_told() {
    let Trio { primary, router, .. } = trio(|builder| builder).await;
    primary.becomes(Mood::Panics);
    let error = router.write().await.expect_err("it panics");
    assert_eq!(error.to_string(), "the primary's node panicked: as planted");
    assert_eq!(router.stats().primary.in_flight, 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_dropped_half_way_is_not_under_way_any_more() {
    let Trio { primary, router, .. } = trio(|builder| builder).await;
    primary.becomes(Mood::Hangs);
    assert!(tokio::time::timeout(EVERY / 10, router.write()).await.is_err());
    let conn = router.read(Consistency::Eventual).await.expect("it serves");
    let in_flight = |router: &ReplicaRouter<Fake>| {
        let stats = router.stats();
        (
            stats.primary.in_flight,
            stats.replicas.iter().map(|replica| replica.in_flight).sum::<usize>(),
        )
    };
    assert_eq!(in_flight(&router), (0, 1));
    drop(conn);
    assert_eq!(in_flight(&router), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_when_the_last_handle_is_gone() {
    let Trio { east, router, .. } = trio(|builder| builder).await;
    let conn = router.clone().read(Consistency::Eventual).await.expect("it serves");
    drop(router);
    tokio::time::sleep(EVERY / 10).await;
    let looks = east.looks();
    tokio::time::sleep(10 * EVERY).await;
    assert_eq!(east.looks(), looks);
    drop(conn);
}

#[tokio::test(start_paused = true)]
async fn unsound_settings_are_named() {
    let builder = || ReplicaRouter::builder(Fake::at(1));
    let zero = builder().probe_every(Duration::ZERO).build().expect_err("it would never rest");
    assert_eq!(zero, ConfigError::ZeroDuration { setting: "probe_every" });
    let twice = builder()
        .replica("a", Fake::at(1))
        .replica("a", Fake::at(1))
        .build()
        .expect_err("which one?");
    assert_eq!(twice, ConfigError::DuplicateName { name: "a".to_owned() });
    let many = (0..65).fold(builder(), |builder, n| builder.replica(n.to_string(), Fake::at(1)));
    assert_eq!(
        many.build().expect_err("too many"),
        ConfigError::TooManyReplicas { replicas: 65, most: 64 }
    );
}

#[test]
fn a_router_needs_a_runtime() {
    assert_eq!(
        ReplicaRouter::builder(Fake::at(1)).build().expect_err("there is none"),
        ConfigError::NoRuntime
    );
}
