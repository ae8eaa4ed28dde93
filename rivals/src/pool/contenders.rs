//! The pools that are measured, each behind the same few methods: how it is built over connections that take a while to
//! open, and how one of its connections is taken.

use std::{
    convert::Infallible,
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The connections of a measurement: how long one takes to open, and how many were opened.
#[derive(Clone, Default)]
pub struct Server {
    pub connect: Duration,
    pub opened: Arc<AtomicU64>,
}

impl Server {
    async fn open(&self) -> u64 {
        if !self.connect.is_zero() {
            tokio::time::sleep(self.connect).await;
        }
        self.opened.fetch_add(1, Ordering::Relaxed)
    }
}

/// A pool of up to `max` connections, `idle` of which lie ready.
pub trait Contender: Clone + Send + Sync + Sized + 'static {
    const NAME: &str;
    type Guard: Send;

    fn build(server: Server, idle: usize, max: usize) -> impl Future<Output = Self> + Send;
    fn take(&self) -> impl Future<Output = Self::Guard> + Send;
}

/// Takes `idle` connections at once, so that they lie ready afterwards.
async fn fill<C: Contender>(pool: &C, idle: usize) {
    let mut guards = Vec::new();
    for _ in 0..idle {
        guards.push(pool.take().await);
    }
}

impl loadline_toolkit::pool::Manager for Server {
    type Conn = u64;
    type Error = Infallible;

    async fn connect(&self) -> Result<u64, Infallible> {
        Ok(self.open().await)
    }

    async fn check(&self, _conn: &mut u64) -> Result<(), Infallible> {
        Ok(())
    }

    async fn reset(&self, _conn: &mut u64) -> Result<(), Infallible> {
        Ok(())
    }

    fn needs_reset(&self, _conn: &u64) -> bool {
        false
    }
}

impl Contender for loadline_toolkit::pool::Pool<Server> {
    const NAME: &str = "loadline";
    type Guard = loadline_toolkit::pool::Pooled<Server>;

    async fn build(server: Server, idle: usize, max: usize) -> Self {
        let pool =
            Self::builder(server).size(idle, max).overflow(0).build().expect("sound settings");
        pool.warm_up().await.expect("nothing refuses");
        pool
    }

    async fn take(&self) -> Self::Guard {
        self.acquire().await.expect("nothing fails")
    }
}

/// Objects of the toolkit's object pool; they are there at once.
impl Contender for loadline_toolkit::object_pool::ObjectPool<u64> {
    const NAME: &str = "loadline object pool";
    type Guard = loadline_toolkit::object_pool::PooledObject<u64>;

    async fn build(_server: Server, idle: usize, max: usize) -> Self {
        Self::builder(|| 0).max(max).precreated(idle).build().expect("sound settings")
    }

    async fn take(&self) -> Self::Guard {
        self.acquire().await.expect("nothing fails")
    }
}

impl deadpool::managed::Manager for Server {
    type Type = u64;
    type Error = Infallible;

    async fn create(&self) -> Result<u64, Infallible> {
        Ok(self.open().await)
    }

    async fn recycle(
        &self,
        _conn: &mut u64,
        _metrics: &deadpool::managed::Metrics,
    ) -> deadpool::managed::RecycleResult<Infallible> {
        Ok(())
    }
}

impl Contender for deadpool::managed::Pool<Server> {
    const NAME: &str = "deadpool";
    type Guard = deadpool::managed::Object<Server>;

    async fn build(server: Server, idle: usize, max: usize) -> Self {
        let pool = Self::builder(server).max_size(max).build().expect("sound settings");
        fill(&pool, idle).await;
        pool
    }

    async fn take(&self) -> Self::Guard {
        self.get().await.expect("nothing fails")
    }
}

impl bb8::ManageConnection for Server {
    type Connection = u64;
    type Error = Infallible;

    async fn connect(&self) -> Result<u64, Infallible> {
        Ok(self.open().await)
    }

    async fn is_valid(&self, _conn: &mut u64) -> Result<(), Infallible> {
        Ok(())
    }

    fn has_broken(&self, _conn: &mut u64) -> bool {
        false
    }
}

impl Contender for bb8::Pool<Server> {
    const NAME: &str = "bb8";
    type Guard = bb8::PooledConnection<'static, Server>;

    async fn build(server: Server, idle: usize, max: usize) -> Self {
        let (idle, max) = (idle as u32, max as u32);
        Self::builder().max_size(max).min_idle(idle).build(server).await.expect("nothing fails")
    }

    async fn take(&self) -> Self::Guard {
        self.get_owned().await.expect("nothing fails")
    }
}

#[mobc::async_trait]
impl mobc::Manager for Server {
    type Connection = u64;
    type Error = Infallible;

    async fn connect(&self) -> Result<u64, Infallible> {
        Ok(self.open().await)
    }

    async fn check(&self, conn: u64) -> Result<u64, Infallible> {
        Ok(conn)
    }
}

impl Contender for mobc::Pool<Server> {
    const NAME: &str = "mobc";
    type Guard = mobc::Connection<Server>;

    async fn build(server: Server, idle: usize, max: usize) -> Self {
        let pool = Self::builder().max_open(max as u64).max_idle(max as u64).build(server);
        fill(&pool, idle).await;
        pool
    }

    async fn take(&self) -> Self::Guard {
        self.get().await.expect("nothing fails")
    }
}

/// The least that keeps the promise: a semaphore, first come, first served, and a list.
#[derive(Clone)]
pub struct Floor {
    permits: Arc<Semaphore>,
    objects: Arc<Mutex<Vec<u64>>>,
}

pub struct FloorGuard {
    object: u64,
    floor: Floor,
    _permit: OwnedSemaphorePermit,
}

impl Drop for FloorGuard {
    fn drop(&mut self) {
        self.floor.objects.lock().expect("nothing panics").push(self.object);
    }
}

impl Contender for Floor {
    const NAME: &str = "semaphore and Vec";
    type Guard = FloorGuard;

    async fn build(_server: Server, _idle: usize, max: usize) -> Self {
        let objects = (0..max as u64).collect();
        Self { permits: Arc::new(Semaphore::new(max)), objects: Arc::new(Mutex::new(objects)) }
    }

    async fn take(&self) -> FloorGuard {
        let permit = Arc::clone(&self.permits).acquire_owned().await.expect("never closed");
        let object =
            self.objects.lock().expect("nothing panics").pop().expect("as many as permits");
        FloorGuard { object, floor: self.clone(), _permit: permit }
    }
}
