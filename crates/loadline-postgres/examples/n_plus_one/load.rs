//! A mixed load on the service of orders: each endpoint's rate changes on its own every few seconds, and each request asks
//! for a page of another size. In come the service's address and a seed; requests that were answered are counted.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// Connections of an endpoint: as many requests of it at once.
const WORKERS: usize = 2;
/// How long an endpoint keeps a rate.
const PHASE_S: f64 = 3.0;
/// Requests a second of an endpoint.
const RATE_MIN: f64 = 5.0;
const RATE_MAX: f64 = 40.0;
/// Sizes of pages.
const PAGES: [u32; 5] = [5, 10, 20, 30, 50];

/// Requests that were answered, by endpoint.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests(Arc<Mutex<HashMap<String, u64>>>);

impl Requests {
    /// Those since the last time.
    pub(crate) fn take(&self) -> HashMap<String, u64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn count(&self, endpoint: &str) {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry(endpoint.to_owned()).or_default() += 1;
    }
}

/// Begins to send to these endpoints; ends when the set is dropped.
pub(crate) fn begin(
    address: SocketAddr,
    endpoints: &[&'static str],
    seed: u64,
) -> (Requests, JoinSet<io::Result<()>>) {
    let requests = Requests::default();
    let mut workers = JoinSet::new();
    for (at, endpoint) in endpoints.iter().enumerate() {
        let of_endpoint = seed.wrapping_mul(1_000) + at as u64;
        for worker in 0..WORKERS {
            let random = fastrand::Rng::with_seed(of_endpoint ^ ((worker as u64 + 1) << 32));
            workers.spawn(work(address, endpoint, of_endpoint, random, requests.clone()));
        }
    }
    (requests, workers)
}

async fn work(
    address: SocketAddr,
    endpoint: &'static str,
    seed: u64,
    mut random: fastrand::Rng,
    requests: Requests,
) -> io::Result<()> {
    let mut connection = BufReader::new(TcpStream::connect(address).await?);
    let begin = Instant::now();
    let mut next = begin;
    loop {
        let phase = (begin.elapsed().as_secs_f64() / PHASE_S) as u64;
        // The rate of a phase is the same for all workers of the endpoint.
        let mut of_phase = fastrand::Rng::with_seed(seed.wrapping_mul(7_919) + phase);
        let rate = RATE_MIN + (RATE_MAX - RATE_MIN) * of_phase.f64();
        let pause = -(1.0 - random.f64()).ln() * WORKERS as f64 / rate;
        // Who is late does not make up for it: the service has few connections to the server.
        next = (next + Duration::from_secs_f64(pause)).max(Instant::now());
        sleep_until(next).await;
        let page = PAGES[random.usize(..PAGES.len())];
        let path = format!(
            "{endpoint}?limit={page}&id={}&text={}",
            random.u32(1..2_000),
            random.u32(0..50)
        );
        ask(&mut connection, &path).await?;
        requests.count(endpoint);
    }
}

async fn ask(connection: &mut BufReader<TcpStream>, path: &str) -> io::Result<()> {
    let request = format!("GET {path} HTTP/1.1\r\nhost: orders\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes()).await?;
    let (mut line, mut length, mut is_fine) = (String::new(), 0, None);
    loop {
        line.clear();
        if connection.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        is_fine = is_fine.or_else(|| Some(line.starts_with("HTTP/1.1 200 ")));
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await?;
    if is_fine == Some(true) {
        return Ok(());
    }
    Err(io::Error::other(String::from_utf8_lossy(&body).into_owned()))
}
