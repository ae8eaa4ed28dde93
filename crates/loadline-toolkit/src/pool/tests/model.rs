//! Ten thousand random histories against a model: never more open than may be, nobody passes another in the queue, and at
//! the end every place is there.

use super::{
    super::{Acquire, ConnectRetry, Pool, PoolError, Pooled},
    MS, plain,
    server::{Does, Server},
};
use std::{
    collections::VecDeque,
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};
use tokio::task::unconstrained;

const HISTORIES: u64 = 10_000;
const STEPS: usize = 30;

type Caller<'a> = Pin<Box<Acquire<'a, Server>>>;

/// A history under way: the pool, and what a caller's view of it is.
struct History<'a> {
    seed: u64,
    random: fastrand::Rng,
    server: Server,
    pool: &'a Pool<Server>,
    most: usize,
    held: Vec<Pooled<Server>>,
    /// Those who wait, in the order they came.
    queue: VecDeque<Caller<'a>>,
}

impl History<'_> {
    async fn step(&mut self) {
        match self.random.u32(0..12) {
            0..=3 => self.ask(),
            4..=6 => self.give_back(),
            7 => self.leave(),
            8 => self.moods(),
            9 if !self.held.is_empty() => {
                let index = self.random.usize(0..self.held.len());
                drop(self.held.swap_remove(index).detach());
            }
            _ => tokio::time::sleep(self.random.u32(0..30) * MS).await,
        }
        // Bounded: background tasks take a handful of rounds until all of them wait.
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        self.look();
    }

    fn ask(&mut self) {
        let mut caller = Box::pin(self.pool.acquire());
        match poll(&mut caller) {
            Poll::Ready(Ok(conn)) => {
                assert!(self.queue.is_empty(), "seed {}: passed those who wait", self.seed);
                self.held.push(conn);
            }
            Poll::Ready(Err(error)) => panic!("seed {}: {error}", self.seed),
            Poll::Pending => self.queue.push_back(caller),
        }
    }

    fn give_back(&mut self) {
        if !self.held.is_empty() {
            let index = self.random.usize(0..self.held.len());
            let mut conn = self.held.swap_remove(index);
            conn.is_broken = self.random.u32(0..8) == 0;
        }
    }

    fn leave(&mut self) {
        if !self.queue.is_empty() {
            let index = self.random.usize(0..self.queue.len());
            drop(self.queue.remove(index));
        }
    }

    fn moods(&mut self) {
        let mut does = |well| match self.random.u32(0..6) {
            0 => Does::Fail,
            1 => Does::Hang,
            2 => Does::After(7 * MS),
            _ => well,
        };
        self.server.connects(does(Does::After(5 * MS)));
        self.server.checks(does(Does::Well));
        self.server.resets(does(Does::After(MS)));
    }

    /// Whoever was served was first; whoever timed out had been there longest.
    fn look(&mut self) {
        let mut first_waiting = None;
        let mut index = 0;
        while index < self.queue.len() {
            match poll(&mut self.queue[index]) {
                Poll::Pending => {
                    first_waiting.get_or_insert(index);
                    index += 1;
                    continue;
                }
                Poll::Ready(Ok(conn)) => self.held.push(conn),
                Poll::Ready(Err(PoolError::Exhausted(_))) => {}
                Poll::Ready(Err(error)) => panic!("seed {}: {error}", self.seed),
            }
            assert_eq!(first_waiting, None, "seed {}: served before the first", self.seed);
            self.queue.remove(index);
        }
        let state = self.pool.shared().lock();
        assert_eq!(state.held, self.held.len(), "seed {}", self.seed);
        assert_eq!(state.waiters.len(), self.queue.len(), "seed {}", self.seed);
        let taken = state.open() + state.connects.under_way();
        assert!(taken <= self.most, "seed {}: {taken} of {}", self.seed, self.most);
    }
}

/// Nobody is woken: each look polls them all, whatever budget the test's own task has left.
fn poll(caller: &mut Caller<'_>) -> Poll<Result<Pooled<Server>, PoolError>> {
    let caller = pin!(unconstrained(caller.as_mut()));
    caller.poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test(start_paused = true)]
async fn in_ten_thousand_histories_no_place_is_lost_and_nobody_is_passed() {
    for seed in 0..HISTORIES {
        history(seed).await;
    }
}

async fn history(seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let server = Server::connecting(Does::After(5 * MS));
    let (max, overflow) = (random.usize(1..5), random.usize(0..3));
    let pool = plain(&server)
        .size(random.usize(0..=max), max)
        .overflow(overflow)
        .acquire_timeout(random.u32(20..200) * MS)
        .connect_timeout(50 * MS)
        .release_timeout(20 * MS)
        .check_timeout(20 * MS)
        .pre_ping_after(20 * MS)
        .idle_timeout(100 * MS)
        .max_lifetime(random.u32(100..400) * MS)
        .health_check_every(50 * MS)
        .retry(ConnectRetry::exponential(5 * MS, 20 * MS))
        .seed(seed)
        .build()
        .expect("sound");
    let mut history = History {
        seed,
        random,
        server: server.clone(),
        pool: &pool,
        most: max + overflow,
        held: Vec::new(),
        queue: VecDeque::new(),
    };
    for _ in 0..STEPS {
        history.step().await;
    }
    drop(history);
    assert!(server.alive_max() <= max + overflow, "seed {seed}: {}", server.alive_max());
    server.connects(Does::Well);
    server.checks(Does::Well);
    server.resets(Does::Well);
    tokio::time::sleep(200 * MS).await;
    let mut all = Vec::new();
    for place in 0..max + overflow {
        let taken = pool.acquire().await;
        all.push(taken.unwrap_or_else(|error| panic!("seed {seed}, place {place}: {error}")));
    }
    assert_eq!(server.alive(), max + overflow, "seed {seed}");
}
