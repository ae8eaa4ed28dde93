//! Rate limits of a cluster: clients that share a Redis together keep the rate; without it each does what it was told to.

use crate::wait::{PATIENCE, until};
use loadline_testkit::{Link, LinkMode, RedisServer, unless_missing};
use loadline_toolkit::limiter::{
    Quota, RateLimitError, RateLimitLayer, RedisBuilder, RedisLimiter, WhenDown,
};
use redis::{AsyncCommands as _, aio::MultiplexedConnection};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tower::{Service as _, ServiceExt as _, layer::Layer as _, service_fn};

fn builder(by: SocketAddr, quota: Quota) -> RedisBuilder {
    let client = redis::Client::open(format!("redis://{by}/")).expect("a sound URL");
    // A busy machine is not a Redis that is down.
    RedisLimiter::builder(client, quota).timeout(PATIENCE).when_down(WhenDown::Refuse)
}

fn limiter(by: SocketAddr, quota: Quota) -> Arc<RedisLimiter> {
    builder(by, quota).build().expect("sound")
}

async fn connection(server: &RedisServer) -> MultiplexedConnection {
    let client = redis::Client::open(server.url()).expect("a sound URL");
    client.get_multiplexed_async_connection().await.expect("the server runs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_together_are_granted_no_more_than_the_burst_and_the_rate() {
    const RATE: u32 = 500;
    const BURST: u32 = 50;
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let begun = Instant::now();
    let clients = (0..4).map(|_| {
        let limiter = limiter(server.address(), Quota::per_second(RATE).burst(BURST));
        tokio::spawn(async move {
            let mut granted = 0_u32;
            while begun.elapsed() < Duration::from_secs(1) {
                granted += u32::from(limiter.check("everyone").await.is_ok());
            }
            assert_eq!(limiter.stats().without_redis, 0);
            granted
        })
    });
    let mut granted = 0;
    for client in clients.collect::<Vec<_>>() {
        granted += client.await.expect("no panic");
    }
    let allowed = f64::from(BURST) + f64::from(RATE) * begun.elapsed().as_secs_f64();
    eprintln!("{granted} were granted to four clients, {allowed:.0} are allowed");
    assert!(f64::from(granted) <= allowed, "{granted} of {allowed}");
    assert!(granted > BURST, "only {granted}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_wait_are_spread_at_the_rate_over_all_clients() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let quota = Quota::new(1, Duration::from_millis(20)).burst(1);
    let begun = Instant::now();
    let clients = (0..3).map(|_| {
        let limiter = limiter(server.address(), quota);
        tokio::spawn(async move {
            for _ in 0..4 {
                limiter.until_ready("everyone").await.expect("within a second");
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.expect("no panic");
    }
    assert!(begun.elapsed() >= Duration::from_millis(20) * 11, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_tells_what_is_left_and_the_key_expires_once_its_bucket_is_full() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let limiter = limiter(server.address(), Quota::new(2, Duration::from_millis(200)));
    let decision = limiter.check("a").await.expect("full");
    assert_eq!((decision.limit(), decision.remaining()), (2, 1));
    assert!(decision.reset_after() <= Duration::from_millis(100));
    let never = limiter.check_n("a", 3).await.expect_err("too many");
    assert_eq!(never, RateLimitError::LargerThanBurst { asked: 3, burst: 2 });
    let slow = self::limiter(server.address(), Quota::per_hour(1));
    slow.check("b").await.expect("full");
    let limited = slow.check("b").await.expect_err("empty");
    let wait = limited.decision().expect("limited").retry_after();
    assert!(wait > Duration::from_secs(3000) && wait <= Duration::from_secs(3600), "{wait:?}");
    let redis = connection(&server).await;
    until("the key expires", || {
        let mut redis = redis.clone();
        async move { !redis.exists::<_, bool>("rate-limit:a").await.expect("it answers") }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_went_back_a_key_that_is_no_bucket_and_a_script_that_was_forgotten_do_no_harm()
{
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let limiter = limiter(server.address(), Quota::new(1, Duration::from_millis(10)).burst(1));
    let mut redis = connection(&server).await;
    let _: () = redis.set("rate-limit:back", "9000000000000000").await.expect("it works");
    let limited = limiter.check("back").await.expect_err("empty");
    let wait = limited.decision().expect("limited").retry_after();
    assert!(wait <= Duration::from_millis(10), "{wait:?}");
    limiter.until_ready("back").await.expect("it fills");
    let _: () = redis.set("rate-limit:odd", "no number").await.expect("it works");
    limiter.check("odd").await.expect("a bucket that is not there is full");
    let _: () = redis::cmd("SCRIPT").arg("FLUSH").query_async(&mut redis).await.expect("it works");
    limiter.check("other").await.expect("the script is sent again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_each_limiter_does_what_it_was_told_to_and_comes_back_by_itself() {
    let Some(mut server) = unless_missing(RedisServer::start()) else { return };
    let quota = Quota::per_hour(8);
    let told =
        |when_down| builder(server.address(), quota).when_down(when_down).build().expect("sound");
    let (grant, refuse, local) =
        (told(WhenDown::Grant), told(WhenDown::Refuse), told(WhenDown::Local { nodes: 4 }));
    for limiter in [&grant, &refuse, &local] {
        limiter.check("before").await.expect("full");
    }
    server.kill();
    for _ in 0..10 {
        grant.check("a").await.expect("everything is granted");
        assert_eq!(refuse.check("a").await, Err(RateLimitError::Unavailable));
    }
    let mut granted = 0;
    for _ in 0..10 {
        granted += u32::from(local.check("a").await.is_ok());
    }
    assert_eq!(granted, 2, "a quarter of eight");
    assert_eq!((grant.stats().without_redis, local.stats().without_redis), (10, 10));
    let died = Instant::now();
    server.restart().expect("it starts again");
    until("all are connected", || async {
        [&grant, &refuse, &local].iter().all(|limiter| limiter.stats().connected)
    })
    .await;
    eprintln!("connected again {:?} after the restart was ordered", died.elapsed());
    refuse.check("a").await.expect("the server counts again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_stands_still_costs_one_time_out_and_then_nothing() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let link = Link::to(server.address()).expect("it starts");
    let timeout = Duration::from_millis(200);
    let limiter = builder(link.address(), Quota::per_second(100));
    let limiter = limiter.timeout(timeout).when_down(WhenDown::Grant).build().expect("sound");
    until("it counts", || async { limiter.check("a").await.is_ok() && limiter.stats().connected })
        .await;
    link.set(LinkMode::Freeze);
    let without = limiter.stats().without_redis;
    until("it is given up", || async {
        limiter.check("a").await.expect("granted");
        !limiter.stats().connected
    })
    .await;
    let begun = Instant::now();
    for _ in 0..1_000 {
        limiter.check("a").await.expect("granted");
    }
    eprintln!("a decision without Redis took {:?}", begun.elapsed() / 1_000);
    assert!(limiter.stats().without_redis >= without + 1_001);
    link.set(LinkMode::Pass);
    until("it is connected again", || async { limiter.stats().connected }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_asks_redis_by_the_key_of_each_request() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let limiter = limiter(server.address(), Quota::per_hour(1));
    let layer = RateLimitLayer::by_redis_key(limiter, |user: &&str| String::from(*user));
    let mut service =
        layer.layer(service_fn(|user| async move { Ok::<_, std::convert::Infallible>(user) }));
    for user in ["ann", "bob"] {
        assert_eq!(service.ready().await.expect("ready").call(user).await, Ok(user));
        service.ready().await.expect("ready").call(user).await.expect_err("one an hour");
    }
}
