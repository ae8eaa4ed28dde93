//! Starts and stops a shop: options come in, a listening service comes out.
//!
//! The caller brings the runtime; a multi-threaded one lets requests use more than one core. The
//! shop itself adds one thread per database connection. Deliberately not here: signals, printing
//! and everything else of a process.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    thread,
    time::Duration,
};

use axum::serve::ListenerExt;
use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpSocket},
    sync::oneshot,
    task::{self, JoinHandle},
    time::{self, Instant},
};

use crate::{
    database::Database,
    error::ShopError,
    faults::Faults,
    prices::{PriceTicker, Prices},
    router,
    state::ShopState,
};

/// Connections that may wait to be accepted: a burst of a thousand at once must find a place.
const BACKLOG_MAX: u32 = 4_096;

/// How long [`Shop::stop`] waits for requests that are under way.
const STOP_MAX: Duration = Duration::from_secs(5);

/// The most reading connections; each is a thread.
const READERS_MAX: usize = 64;

/// How to start a shop.
#[derive(Clone, Debug)]
pub struct ShopOptions {
    /// Where to listen. Port 0, the default, takes a free port on the loopback interface.
    pub listen: SocketAddr,
    /// The database file, created and filled when it is missing. By default a temporary one, which
    /// goes when the shop stops.
    pub database: Option<PathBuf>,
    /// Reading connections to the database, 1 to 64. By default one per core, from 2 to 8.
    pub readers: usize,
    /// What to do wrong on purpose. By default nothing.
    pub faults: Faults,
}

/// A shop that listens.
///
/// Dropping it stops it too, without waiting for requests that are under way.
pub struct Shop {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
    database: Arc<Database>,
    folder: Option<TempDir>,
    ticker: PriceTicker,
}

impl Default for ShopOptions {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(2, usize::from);
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            database: None,
            readers: cores.clamp(2, 8),
            faults: Faults::default(),
        }
    }
}

/// Starts a shop on the caller's tokio runtime and returns once it listens.
///
/// # Errors
///
/// When the address cannot be listened on, the number of readers is out of bounds, or the database
/// cannot be created or is not one of this shop.
///
/// # Panics
///
/// Outside of a tokio runtime with input, output and time enabled.
pub async fn start(options: ShopOptions) -> Result<Shop, ShopError> {
    let ShopOptions { listen, database, readers, faults } = options;
    if !(1..=READERS_MAX).contains(&readers) {
        return Err(ShopError::Readers { readers, max: READERS_MAX });
    }
    let failed = |source| ShopError::Listen { address: listen, source };
    let listener = bind(listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;

    let (database, folder) = task::spawn_blocking(move || Database::open(database, readers))
        .await
        .expect("opening is never aborted and does not panic")?;
    let database = Arc::new(database);

    let (prices, ticker) = Prices::start();
    let state = ShopState { database: Arc::clone(&database), metrics: Arc::default(), prices };
    let router = router::router(state, faults, Instant::now());
    // Answers are small and written whole, so waiting to fill a packet would only add delay. A
    // socket that refuses the option works all the same.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let (stop, stopped) = oneshot::channel::<()>();
    let server = axum::serve(listener, router).with_graceful_shutdown(async {
        // Dropping the sender is a way to say it, too.
        let _ = stopped.await;
    });
    let server = tokio::spawn(async move { server.await });
    Ok(Shop { address, stop, server, database, folder, ticker })
}

impl fmt::Debug for Shop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shop").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Shop {
    /// Where the shop listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops the shop: no new connections, then requests under way are finished for up to five
    /// seconds, then the database is closed and, when temporary, removed. A request that takes
    /// longer, such as one held by a stall, finds the database closed and ends with the runtime at
    /// the latest.
    pub async fn stop(self) {
        let Self { stop, mut server, database, folder, ticker, .. } = self;
        // Connections that stay end with the price changes, or they would hold the stop up.
        drop(ticker);
        // The receiver is gone only when the server has already ended.
        let _ = stop.send(());
        if time::timeout(STOP_MAX, &mut server).await.is_err() {
            server.abort();
        }
        let closing = task::spawn_blocking(move || {
            database.close();
            drop(folder);
        });
        closing.await.expect("closing is never aborted and does not panic");
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A shop that is started again right away takes its port back. Windows gives this option
    // another meaning: there it would let two shops share a port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG_MAX)
}
