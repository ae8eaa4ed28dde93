//! The thread behind each server: one current-thread tokio runtime, a listening socket on a free
//! loopback port, and one task per accepted connection. In comes a function that serves a
//! connection; out goes the address. Dropping the host ends every task and joins the thread.
//!
//! Deliberately not here: HTTP, TLS, and what is answered.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, oneshot};

use crate::error::StartError;

/// Connections served at once; the next ones wait in the backlog.
const CONNECTIONS_MAX: usize = 50_000;

/// Connections that wait in the kernel to be accepted (the kernel's own limit is 4096 by default).
const BACKLOG: u32 = 4096;

/// Tasks polled between two looks at the sockets and timers. tokio's 61 would let a busy server
/// answer a millisecond late.
const EVENT_INTERVAL: u32 = 8;

/// Pause after a failed accept, which is nearly always a lack of file descriptors.
const ACCEPT_RETRY: Duration = Duration::from_millis(10);

/// A running server thread.
#[derive(Debug)]
pub(crate) struct Host {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// Starts a thread, runs `open` inside its runtime, and serves each connection with the
    /// function that `open` returned.
    pub(crate) fn start<Open, Serve, Served>(open: Open) -> Result<Self, StartError>
    where
        Open: FnOnce() -> Result<Serve, StartError> + Send + 'static,
        Serve: Fn(TcpStream) -> Served + Send + 'static,
        Served: Future<Output = ()> + Send + 'static,
    {
        let (started_tx, started_rx) = mpsc::channel();
        let (stop_tx, stop_rx) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("testkit-server".into())
            .spawn(move || match runtime_and_listener() {
                Ok((runtime, listener, address)) => {
                    runtime.block_on(run(listener, address, open, &started_tx, stop_rx));
                }
                Err(error) => {
                    let _ = started_tx.send(Err(error));
                }
            })
            .map_err(StartError::Thread)?;
        let started = started_rx.recv().expect("the thread reports before it ends");
        let mut host = Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            stop: Some(stop_tx),
            thread: Some(thread),
        };
        host.address = started?;
        Ok(host)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in the thread was printed there; dropping must not panic again.
            let _ = thread.join();
        }
    }
}

fn runtime_and_listener() -> Result<(Runtime, TcpListener, SocketAddr), StartError> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .event_interval(EVENT_INTERVAL)
        .build()
        .map_err(StartError::Thread)?;
    let guard = runtime.enter();
    let (listener, address) = listen().map_err(StartError::Bind)?;
    drop(guard);
    Ok((runtime, listener, address))
}

fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    let listener = socket.listen(BACKLOG)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

async fn run<Open, Serve, Served>(
    listener: TcpListener,
    address: SocketAddr,
    open: Open,
    started: &mpsc::Sender<Result<SocketAddr, StartError>>,
    stop: oneshot::Receiver<()>,
) where
    Open: FnOnce() -> Result<Serve, StartError>,
    Serve: Fn(TcpStream) -> Served + Send + 'static,
    Served: Future<Output = ()> + Send + 'static,
{
    match open() {
        Ok(serve) => {
            tokio::spawn(accept(listener, serve));
            let _ = started.send(Ok(address));
            // Ends when the host drops its half; the runtime then drops every task.
            let _ = stop.await;
        }
        Err(error) => {
            let _ = started.send(Err(error));
        }
    }
}

async fn accept<Serve, Served>(listener: TcpListener, serve: Serve)
where
    Serve: Fn(TcpStream) -> Served,
    Served: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let place =
            Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        match listener.accept().await {
            Ok((stream, _)) => {
                // An answer must leave at once, not wait for an acknowledgement.
                let _ = stream.set_nodelay(true);
                let served = serve(stream);
                tokio::spawn(async move {
                    served.await;
                    drop(place);
                });
            }
            Err(_) => tokio::time::sleep(ACCEPT_RETRY).await,
        }
    }
}
