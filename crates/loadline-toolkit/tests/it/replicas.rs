//! The router over a real primary and streaming replicas: a session sees its writes, wherever it reads.

use crate::wait::{PATIENCE, until};
use loadline_testkit::{
    postgres::{Cluster, Replica, StopMode},
    unless_missing,
};
use loadline_toolkit::{
    deadline::Deadline,
    pool::{Pool, adapters::postgres::PostgresManager},
    replicas::{
        Consistency, Position, ReplicaRouter, Routed, RouterBuilder, postgres::PostgresNode,
    },
};
use std::time::{Duration, Instant};

type Conn = Routed<PostgresNode>;

fn node(cluster: &Cluster) -> PostgresNode {
    let manager = PostgresManager::from_url(&cluster.url()).expect("a sound URL");
    PostgresNode::new(
        Pool::builder(manager).size(0, 4).acquire_timeout(PATIENCE).build().expect("sound"),
    )
}

/// A primary with a table, and a replica of it.
fn pair() -> Option<(Cluster, Replica)> {
    let primary = unless_missing(Cluster::start())?;
    primary.sql("CREATE TABLE item (id int)").expect("it works");
    let replica = primary.replica().expect("it streams");
    replica.catch_up_with(&primary).expect("it gets there");
    Some((primary, replica))
}

/// A router that has heard of the replica.
async fn route(
    primary: &Cluster,
    replica: &Cluster,
    set: impl FnOnce(RouterBuilder<PostgresNode>) -> RouterBuilder<PostgresNode>,
) -> ReplicaRouter<PostgresNode> {
    let builder = ReplicaRouter::builder(node(primary))
        .replica("east", node(replica))
        .probe_every(Duration::from_millis(50))
        .fail_over_after(Duration::from_secs(2))
        .catch_up(Duration::from_millis(100));
    let router = set(builder).build().expect("sound settings");
    until("the replica answers", || async { router.stats().replicas[0].is_up }).await;
    router
}

/// Writes a row, and says how far that is.
async fn write(router: &ReplicaRouter<PostgresNode>, id: i32) -> Position {
    let mut conn = router.write().await.expect("the primary runs");
    conn.execute("INSERT INTO item VALUES ($1)", &[&id]).await.expect("it works");
    conn.position().await.expect("it says")
}

async fn has(conn: &mut Conn, id: i32) -> bool {
    let count =
        conn.query_one("SELECT count(*) FROM item WHERE id = $1", &[&id]).await.expect("it works");
    count.get::<_, i64>(0) == 1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_reads_its_writes_from_the_replica() {
    let Some((primary, replica)) = pair() else { return };
    let router = route(&primary, &replica, |builder| builder.catch_up(PATIENCE)).await;
    for id in 0..100 {
        let written = write(&router, id).await;
        let mut conn = router.read(Consistency::Session(written)).await.expect("it serves");
        assert_eq!(conn.server(), "east");
        assert!(has(&mut conn, id).await, "row {id}");
    }
    let waits = router.stats().waits;
    eprintln!(
        "100 reads of what was written before, all on the replica: {} waited, {:?} at most, {:?} on average",
        waits.count(),
        waits.max(),
        waits.mean()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_never_misses_its_write_while_replay_is_paused() {
    let Some((primary, replica)) = pair() else { return };
    let router = route(&primary, &replica, |builder| builder).await;
    let before = write(&router, 0).await;
    replica.catch_up_with(&primary).expect("it gets there");
    replica.pause_replay().expect("it pauses");
    let written = write(&router, 1).await;

    let since = Instant::now();
    let mut conn = router.read(Consistency::Session(written)).await.expect("it serves");
    eprintln!(
        "replay paused, wait bounded by 100 ms: the primary served after {:?}",
        since.elapsed()
    );
    assert_eq!(conn.server(), "primary");
    assert!(has(&mut conn, 1).await);
    drop(conn);
    let mut eventual = router.read(Consistency::Eventual).await.expect("it serves");
    assert_eq!(eventual.server(), "east");
    assert!(has(&mut eventual, 0).await && !has(&mut eventual, 1).await, "the past, as agreed");
    drop(eventual);
    let older = router.read(Consistency::Session(before)).await.expect("it serves");
    assert_eq!(older.server(), "east", "an older session's writes are there");
    drop(older);

    replica.resume_replay().expect("it goes on");
    until("the replica serves the session", || async {
        router.read(Consistency::Session(written)).await.is_ok_and(|conn| conn.server() == "east")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_replica_is_left_out_beyond_the_longest_lag() {
    let Some((primary, replica)) = pair() else { return };
    let router =
        route(&primary, &replica, |builder| builder.max_lag(Duration::from_millis(300))).await;
    replica.pause_replay().expect("it pauses");
    write(&router, 1).await;
    until("reads go to the primary", || async {
        router.read(Consistency::Eventual).await.is_ok_and(|conn| conn.server() == "primary")
    })
    .await;
    assert!(router.stats().replicas[0].is_up, "it is slow, not down");
    replica.resume_replay().expect("it goes on");
    until("it serves again", || async {
        router.read(Consistency::Eventual).await.is_ok_and(|conn| conn.server() == "east")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_go_on_while_the_replica_is_killed_and_it_comes_back_by_itself() {
    let Some((primary, mut replica)) = pair() else { return };
    let router = route(&primary, &replica, |builder| builder).await;
    write(&router, 1).await;
    replica.kill();
    let killed = Instant::now();
    let mut slowest = Duration::ZERO;
    // Until the router knows, a pooled connection may turn out to be dead: that read fails, and the next one does not.
    until("reads are served by the primary", || async {
        let mut conn = router.read(Consistency::Eventual).await.expect("somebody serves");
        conn.server() == "primary" && has(&mut conn, 1).await
    })
    .await;
    let failed_over = killed.elapsed();
    for _ in 0..20 {
        let since = Instant::now();
        let mut conn = router.read(Consistency::Eventual).await.expect("somebody serves");
        assert!(has(&mut conn, 1).await);
        slowest = slowest.max(since.elapsed());
    }
    replica.restart().expect("it comes back");
    let back = Instant::now();
    until("the replica serves again", || async {
        let conn = router.read(Consistency::Eventual).await.expect("somebody serves");
        conn.server() == "east"
    })
    .await;
    eprintln!(
        "replica killed: reads on the primary after {failed_over:?}, slowest of 20 then {slowest:?}; \
         back in use {:?} after it takes connections",
        back.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_s_sessions_are_reset_like_the_primary_s() {
    let Some((primary, replica)) = pair() else { return };
    let router = route(&primary, &replica, |builder| builder).await;
    let mut conn = router.read(Consistency::Eventual).await.expect("it serves");
    let backend: i32 =
        conn.query_one("SELECT pg_backend_pid()", &[]).await.expect("it works").get(0);
    conn.batch_execute("SET work_mem = '77MB'").await.expect("it works");
    drop(conn);
    until("it is back", || async {
        let mut conn = router.read(Consistency::Eventual).await.expect("it serves");
        let row = conn
            .query_one("SELECT pg_backend_pid(), current_setting('work_mem')", &[])
            .await
            .expect("it works");
        assert_ne!(row.get::<_, String>(1), "77MB");
        row.get::<_, i32>(0) == backend
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_behind_the_router_names_the_line_that_asked_the_router() {
    let Some(primary) = unless_missing(Cluster::start()) else { return };
    let manager = PostgresManager::from_url(&primary.url()).expect("a sound URL");
    let pool = Pool::builder(manager)
        .size(0, 1)
        .overflow(0)
        .acquire_timeout(PATIENCE)
        .build()
        .expect("sound");
    let router = ReplicaRouter::builder(PostgresNode::new(pool.clone())).build().expect("sound");
    let _held = router.write().await.expect("there is one");
    let late = Deadline::after(Duration::from_millis(100))
        .scope(async { pool.acquire().await.map(drop) })
        .await;
    let error = late.expect_err("it is out").to_string();
    assert!(error.contains(&format!("{}:", file!())) && !error.contains("src/replicas"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_serve_on_while_the_primary_is_stopped() {
    let Some((mut primary, replica)) = pair() else { return };
    let router = route(&primary, &replica, |builder| builder).await;
    write(&router, 1).await;
    replica.catch_up_with(&primary).expect("it gets there");
    primary.stop(StopMode::Fast).expect("it stops");
    until("the router knows", || async { !router.stats().primary.is_up }).await;
    let mut conn = router.read(Consistency::Eventual).await.expect("the replica serves");
    assert!(conn.server() == "east" && has(&mut conn, 1).await);
    primary.restart().expect("it comes back");
    write(&router, 2).await;
}
