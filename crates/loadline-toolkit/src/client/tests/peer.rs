//! The other end: a listener whose connections go as told.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What a peer does with a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Course {
    /// Answers, and waits for the next request on the same connection.
    Answer(&'static str),
    /// Answers after so many milliseconds.
    AnswerAfter(u64, &'static str),
    /// Sends this and closes the connection.
    Close(&'static str),
    /// Sends this and nothing more.
    Stall(&'static str),
    /// Resets the connection.
    Reset,
    /// Sends back the head of the request as the body of the answer.
    Echo,
}

pub(super) const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
pub(super) const UNAVAILABLE: &str =
    "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 0\r\n\r\n";

/// A peer, until it is dropped.
pub(super) struct Peer {
    pub(super) address: SocketAddr,
    counts: Arc<Counts>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
    under_way: AtomicUsize,
    under_way_max: AtomicUsize,
}

impl Peer {
    /// A peer whose requests go by these courses in turn, and all further ones by the last.
    pub(super) async fn new(courses: &[Course]) -> Self {
        let courses: Arc<[Course]> = courses.into();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let counts = Arc::<Counts>::default();
        let counted = Arc::clone(&counts);
        let accepting = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("accepting goes on");
                counted.connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(serve(stream, Arc::clone(&courses), Arc::clone(&counted)));
            }
        });
        Self { address, counts, accepting }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(super) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::Relaxed)
    }

    pub(super) fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::Relaxed)
    }

    pub(super) fn under_way_max(&self) -> usize {
        self.counts.under_way_max.load(Ordering::Relaxed)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, courses: Arc<[Course]>, counts: Arc<Counts>) {
    while let Some(head) = read_head(&mut stream).await {
        let number = counts.requests.fetch_add(1, Ordering::Relaxed);
        let under_way = UnderWay::new(&counts);
        let text = match courses[number.min(courses.len() - 1)] {
            Course::Answer(text) => text.to_owned(),
            Course::AnswerAfter(ms, text) => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                text.to_owned()
            }
            Course::Echo => {
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{head}", head.len())
            }
            Course::Close(text) => {
                let _ = stream.write_all(text.as_bytes()).await;
                return;
            }
            Course::Stall(text) => {
                let _ = stream.write_all(text.as_bytes()).await;
                // Until the client closes it.
                while stream.read(&mut [0; 64]).await.is_ok_and(|bytes| bytes > 0) {}
                return;
            }
            Course::Reset => {
                let _ = stream.set_zero_linger();
                return;
            }
        };
        drop(under_way);
        if stream.write_all(text.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// A request that is neither answered nor given up.
struct UnderWay<'a>(&'a Counts);

impl<'a> UnderWay<'a> {
    fn new(counts: &'a Counts) -> Self {
        let now = counts.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        counts.under_way_max.fetch_max(now, Ordering::Relaxed);
        Self(counts)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The head of the next request, of which there is no body; `None` when the connection is closed.
async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}
