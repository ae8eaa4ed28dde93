//! A server whose capacity is known: requests wait in one queue, first come, first served, for one of `workers`
//! that each take a service time from a law. It carries `workers / mean service time` a second and no more.
//!
//! Workers are arithmetic, not threads: the moment each is free again is known when a request arrives, so the
//! answer is due at a moment that the machine's load does not move. Beyond a stated number of waiting requests
//! it may refuse with status 503. Deliberately not here: TLS, stalls (see `law_server`).

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;

use crate::alarm::Alarm;
use crate::error::StartError;
use crate::host::Host;
use crate::request::Requests;
use crate::stream::{Stream, finish, secured};

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n";

/// How long a worker takes for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceTime {
    /// Always as long.
    Constant(Duration),
    /// Exponentially distributed, with this mean.
    Exponential(Duration),
}

/// How a [`QueueServer`] is to behave.
#[derive(Debug, Clone, Copy)]
pub struct QueueOptions {
    /// Requests served at once.
    pub workers: usize,
    /// The time each takes.
    pub service_time: ServiceTime,
    /// Requests that may wait before the next one is refused; none: any number, one a connection.
    pub waiting_max: Option<usize>,
    /// The seed of random service times.
    pub seed: u64,
}

impl QueueOptions {
    /// A queue without a bound of its own.
    #[must_use]
    pub const fn new(workers: usize, service_time: ServiceTime) -> Self {
        Self { workers, service_time, waiting_max: None, seed: 1 }
    }

    /// The most requests a second it carries: workers over mean service time.
    #[must_use]
    pub fn capacity_per_second(&self) -> f64 {
        let (ServiceTime::Constant(mean) | ServiceTime::Exponential(mean)) = self.service_time;
        self.workers as f64 / mean.as_secs_f64()
    }
}

/// A server with a known capacity. Stops when dropped.
#[derive(Debug)]
pub struct QueueServer {
    host: Host,
}

impl QueueServer {
    /// Starts on a free loopback port, plain HTTP.
    ///
    /// # Errors
    ///
    /// When the port, thread or timer cannot be had.
    pub fn start(options: QueueOptions) -> Result<Self, StartError> {
        let queue = Arc::new(Queue::new(options));
        let host = Host::start(move || {
            let alarm = Alarm::start().map_err(StartError::Timer)?;
            Ok(move |tcp| {
                let (queue, alarm) = (Arc::clone(&queue), Arc::clone(&alarm));
                async move {
                    if let Ok(stream) = secured(tcp, None).await {
                        // A broken connection is the client's to notice.
                        let _ = serve(stream, &queue, &alarm).await;
                    }
                }
            })
        })?;
        Ok(Self { host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The URL of a path, which starts with a slash. Every path is answered alike.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }
}

/// When each worker is free again.
#[derive(Debug)]
struct Queue {
    options: QueueOptions,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    free_at: Vec<Instant>,
    /// When service of each waiting request begins, in the order of arrival.
    begins: VecDeque<Instant>,
    random: fastrand::Rng,
}

impl Queue {
    fn new(options: QueueOptions) -> Self {
        assert!(options.workers > 0, "a queue without workers carries nothing");
        let state = State {
            free_at: vec![Instant::now(); options.workers],
            begins: VecDeque::new(),
            random: fastrand::Rng::with_seed(options.seed),
        };
        Self { options, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the answer to a request that arrives now is due; none where it is refused.
    fn due(&self, arrival: Instant) -> Option<Instant> {
        let mut state = self.state();
        while state.begins.front().is_some_and(|begin| *begin <= arrival) {
            state.begins.pop_front();
        }
        if self.options.waiting_max.is_some_and(|most| state.begins.len() >= most) {
            return None;
        }
        let service = match self.options.service_time {
            ServiceTime::Constant(time) => time,
            // The generator gives 0 but never 1, so the logarithm is finite.
            ServiceTime::Exponential(mean) => mean.mul_f64(-(1.0 - state.random.f64()).ln()),
        };
        let free_at = state.free_at.iter_mut().min()?;
        let begin = arrival.max(*free_at);
        *free_at = begin + service;
        if begin > arrival {
            state.begins.push_back(begin);
        }
        Some(begin + service)
    }
}

async fn serve(mut stream: Box<dyn Stream>, queue: &Queue, alarm: &Alarm) -> io::Result<()> {
    let mut requests = Requests::new();
    while let Some(request) = requests.next(&mut stream).await? {
        let answer = match queue.due(request.arrival) {
            Some(due) => {
                alarm.sleep_until(due).await;
                ANSWER
            }
            None => REFUSAL,
        };
        stream.write_all(answer).await?;
        stream.flush().await?;
        if request.is_last {
            break;
        }
    }
    finish(&mut stream).await
}
