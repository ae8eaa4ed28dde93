//! A server whose latencies are known: its k-th request is answered after the k-th delay of a law,
//! and it stalls on command. In come HTTP/1.1 requests on kept-alive connections, plain or TLS;
//! out go `200 OK` with a fixed body, and a record of what was really done.
//!
//! A delay starts when the request has been read in full and ends when the answer is handed to the
//! socket: some 100 microseconds after the law's delay on an idle machine, more on a busy one,
//! never before. [`LawServer::truth`] tells what each delay came to, so that a test compares
//! exactly, whatever the machine did. Deliberately not here: failures (see `misbehaving`).

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;

use crate::alarm::Alarm;
use crate::error::StartError;
use crate::host::Host;
use crate::law::{Delays, Law};
use crate::request::Requests;
use crate::stall::{Stall, Stalls};
use crate::stream::{Stream, finish, secured};
use crate::tls::{TlsIdentity, acceptor_and_scheme};

/// Answers remembered; the oldest are forgotten first.
const ANSWERS_MAX: usize = 1_000_000;

/// The longest delay; a law that asks for more gets this.
const DELAY_MAX: Duration = Duration::from_secs(24 * 3600);

/// How a [`LawServer`] is to behave.
#[derive(Debug, Clone)]
pub struct LawOptions {
    /// The law of its delays.
    pub law: Law,
    /// The seed of their order.
    pub seed: u64,
    /// The body of each answer.
    pub body: Vec<u8>,
    /// Serve HTTPS with this certificate.
    pub tls: Option<TlsIdentity>,
}

impl LawOptions {
    /// Plain HTTP with the body `ok`.
    #[must_use]
    pub fn new(law: Law, seed: u64) -> Self {
        Self { law, seed, body: b"ok".to_vec(), tls: None }
    }
}

/// One answered request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// When the request had been read in full.
    pub arrival: Instant,
    /// The delay that the law gave it, at most one day.
    pub delay: Duration,
    /// The delay that it really had, until the answer was handed to the socket.
    pub applied: Duration,
}

/// A server with a known latency law. Stops when dropped.
#[derive(Debug)]
pub struct LawServer {
    // Before the host: dropping it ends a timed stall, and only then can the host's thread stop.
    stalls: Stalls,
    scheme: &'static str,
    book: Arc<Book>,
    host: Host,
}

impl LawServer {
    /// Starts on a free loopback port, plain HTTP.
    ///
    /// # Errors
    ///
    /// When the port, thread or timer cannot be had.
    pub fn start(law: Law, seed: u64) -> Result<Self, StartError> {
        Self::start_with(&LawOptions::new(law, seed))
    }

    /// Starts on a free loopback port.
    ///
    /// # Errors
    ///
    /// When the port, thread or timer cannot be had, or the certificate is refused.
    pub fn start_with(options: &LawOptions) -> Result<Self, StartError> {
        let (acceptor, scheme) = acceptor_and_scheme(options.tls.as_ref())?;
        let (stalls, commands) = Stalls::new();
        let book = Arc::new(Book::new(options));
        let served = Arc::clone(&book);
        let host = Host::start(move || {
            let alarm = Alarm::start().map_err(StartError::Timer)?;
            tokio::spawn(commands.run());
            Ok(move |tcp| {
                let (acceptor, book, alarm) =
                    (acceptor.clone(), Arc::clone(&served), Arc::clone(&alarm));
                async move {
                    if let Ok(stream) = secured(tcp, acceptor.as_ref()).await {
                        // A broken connection is the client's to notice.
                        let _ = serve(stream, &book, &alarm).await;
                    }
                }
            })
        })?;
        Ok(Self { stalls, scheme, book, host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The URL of a path, which starts with a slash. Every path is answered alike.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address())
    }

    /// How many requests were answered.
    #[must_use]
    pub fn served(&self) -> u64 {
        self.book.pages().served
    }

    /// The last 1,000,000 answers in the order they were given.
    #[must_use]
    pub fn answers(&self) -> Vec<Answer> {
        self.book.pages().answers.iter().copied().collect()
    }

    /// The delays that the last 1,000,000 answers really had, in the order they were given. A stall
    /// between request and answer is part of the delay; one before the request was read is not.
    #[must_use]
    pub fn truth(&self) -> Vec<Duration> {
        self.book.pages().answers.iter().map(|answer| answer.applied).collect()
    }

    /// Stops the server until the guard is dropped: nothing is accepted, read or answered, while
    /// requests queue in the sockets. Returns once it stands still. A stall asked for during
    /// another one begins when that one ends; one thread must not hold a guard and ask again.
    pub fn stall(&self) -> Stall<'_> {
        self.stalls.stall()
    }

    /// Stops the server as [`LawServer::stall`] does, for a time (at most ten minutes). Returns
    /// the instant from which it stands still; the stall itself goes on.
    pub fn stall_for(&self, time: Duration) -> Instant {
        self.stalls.stall_for(time)
    }
}

/// What the connections share: the next delay, the answer, and the record.
#[derive(Debug)]
struct Book {
    head: Vec<u8>,
    whole: Vec<u8>,
    pages: Mutex<Pages>,
}

#[derive(Debug)]
struct Pages {
    delays: Delays,
    served: u64,
    answers: VecDeque<Answer>,
}

impl Book {
    fn new(options: &LawOptions) -> Self {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", options.body.len());
        let whole = [head.as_bytes(), &options.body].concat();
        let delays = options.law.delays(options.seed);
        let pages = Mutex::new(Pages { delays, served: 0, answers: VecDeque::new() });
        Self { head: head.into_bytes(), whole, pages }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_delay(&self) -> Duration {
        self.pages().delays.next().unwrap_or_default().min(DELAY_MAX)
    }

    /// Notes an answer, before it is written: whoever has read it finds it noted.
    fn note(&self, arrival: Instant, delay: Duration) {
        let mut pages = self.pages();
        if pages.answers.len() == ANSWERS_MAX {
            pages.answers.pop_front();
        }
        pages.served += 1;
        pages.answers.push_back(Answer { arrival, delay, applied: arrival.elapsed() });
    }
}

async fn serve(mut stream: Box<dyn Stream>, book: &Book, alarm: &Alarm) -> io::Result<()> {
    let mut requests = Requests::new();
    while let Some(request) = requests.next(&mut stream).await? {
        let delay = book.next_delay();
        alarm.sleep_until(request.arrival + delay).await;
        book.note(request.arrival, delay);
        let answer = if request.is_head { &book.head } else { &book.whole };
        stream.write_all(answer).await?;
        stream.flush().await?;
        if request.is_last {
            break;
        }
    }
    finish(&mut stream).await
}
