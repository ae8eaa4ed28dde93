//! A server made of a few numbers that the test changes.

use crate::{
    Transient,
    replicas::{Node, Position, ReplicaRouter, RouterBuilder},
};
use std::{
    future::pending,
    panic::Location,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// What a server does when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Works,
    Refuses,
    Hangs,
    Panics,
    /// Says how far it is, but has no connection.
    IsFull,
}

#[derive(Debug, thiserror::Error)]
#[error("the fake refuses")]
pub(super) struct Refused;

impl Transient for Refused {
    fn is_transient(&self) -> bool {
        true
    }
}

/// The server's handle: the router has one, the test another.
#[derive(Debug, Clone)]
pub(super) struct Fake(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<(Mood, Position)>,
    looks: AtomicUsize,
}

impl Fake {
    pub(super) fn at(position: u64) -> Self {
        let state = Mutex::new((Mood::Works, Position::new(position)));
        Self(Arc::new(Inner { state, looks: AtomicUsize::new(0) }))
    }

    pub(super) fn becomes(&self, mood: Mood) {
        self.0.state.lock().expect("no panic holds it").0 = mood;
    }

    pub(super) fn moves_to(&self, position: u64) {
        self.0.state.lock().expect("no panic holds it").1 = Position::new(position);
    }

    /// How often it was asked how far it is.
    pub(super) fn looks(&self) -> usize {
        self.0.looks.load(Ordering::Relaxed)
    }

    fn state(&self) -> (Mood, Position) {
        *self.0.state.lock().expect("no panic holds it")
    }
}

impl Node for Fake {
    type Conn = ();
    type Error = Refused;

    async fn acquire(&self, _asked_at: &'static Location<'static>) -> Result<(), Refused> {
        match self.state().0 {
            Mood::Works => Ok(()),
            Mood::Refuses | Mood::IsFull => Err(Refused),
            Mood::Hangs => pending().await,
            Mood::Panics => panic!("as planted"),
        }
    }

    async fn position(&self) -> Result<Position, Refused> {
        self.0.looks.fetch_add(1, Ordering::Relaxed);
        match self.state() {
            (Mood::Works | Mood::IsFull, position) => Ok(position),
            (Mood::Refuses, _) => Err(Refused),
            (Mood::Hangs, _) => pending().await,
            (Mood::Panics, _) => panic!("as planted"),
        }
    }

    async fn position_on(&self, _conn: &mut ()) -> Result<Position, Refused> {
        Ok(self.state().1)
    }
}

/// A primary and two replicas, all at 100, and a router that looks each second.
pub(super) struct Trio {
    pub(super) primary: Fake,
    pub(super) east: Fake,
    pub(super) west: Fake,
    pub(super) router: ReplicaRouter<Fake>,
}

pub(super) const EVERY: Duration = Duration::from_secs(1);

/// The trio, once the router has looked at all of it.
pub(super) async fn trio(set: impl FnOnce(RouterBuilder<Fake>) -> RouterBuilder<Fake>) -> Trio {
    let [primary, east, west] = [100; 3].map(Fake::at);
    let builder = ReplicaRouter::builder(primary.clone())
        .replica("east", east.clone())
        .replica("west", west.clone())
        .probe_every(EVERY)
        .probe_timeout(EVERY);
    let router = set(builder).build().expect("sound settings");
    look(&router).await;
    Trio { primary, east, west, router }
}

/// Lets the router look at each server twice: a look that hangs is over, and another was made.
pub(super) async fn look(router: &ReplicaRouter<Fake>) {
    tokio::time::sleep(2 * EVERY + EVERY / 2).await;
    assert!(!router.stats().replicas.is_empty());
}

/// Where so many reads went, each over before the next.
pub(super) async fn reads(
    router: &ReplicaRouter<Fake>,
    consistency: super::super::Consistency,
    n: usize,
) -> Vec<String> {
    let mut servers = Vec::with_capacity(n);
    for _ in 0..n {
        servers.push(router.read(consistency).await.expect("somebody serves").server().to_owned());
    }
    servers
}
