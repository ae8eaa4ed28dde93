//! `--out prometheus=URL`: remote write, from a thread of its own so that a slow receiver holds nothing up.
//!
//! Figures go over as totals, so what one lost request held comes with the next.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use loadline_core::Window;
use loadline_load::TlsOptions;
use loadline_report::RemoteWrite;
use loadline_store::{Ended, Run};
use loadline_watch::{Client, Trust};

use super::kind::{Opening, Sink};
use crate::failure::Failure;

/// Requests waiting to be sent: two minutes of a receiver that does not answer.
const WAITING_MAX: usize = 120;
/// Longest time for one request.
const TIME_MAX: Duration = Duration::from_secs(5);
/// Times a request is tried while the receiver says that it may work later.
const TRIES_MAX: u32 = 3;
/// Between two tries.
const RETRY_AFTER: Duration = Duration::from_millis(500);

struct Sender {
    url: String,
    writer: RemoteWrite,
    requests: SyncSender<Vec<u8>>,
    /// Ends with how many requests failed, and how the last one did.
    thread: JoinHandle<(u64, Option<String>)>,
    skipped: u64,
}

pub(super) fn open(url: &str, opening: &Opening<'_>) -> Result<Box<dyn Sink>, Failure> {
    let TlsOptions { ca, insecure, .. } = opening.tls.clone();
    let client = Client::new(url, &Trust { ca, insecure }, TIME_MAX)?;
    let shown = client.shown().to_owned();
    // An empty request is valid: it tells now whether anybody takes them.
    send(&client, &[]).map_err(|why| unreachable(&shown, &why))?;
    let (requests, waiting) = sync_channel(WAITING_MAX);
    let named = thread::Builder::new().name("remote-write".to_owned());
    let thread = named.spawn(move || send_all(&client, &waiting))?;
    let writer = RemoteWrite::new(labels(opening.run));
    Ok(Box::new(Sender { url: shown, writer, requests, thread, skipped: 0 }))
}

/// On every series: which run it is of.
fn labels(run: &Run) -> Vec<(String, String)> {
    let label = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let service = run.description.service.as_deref().unwrap_or_default();
    vec![
        label("run", run.id.as_str()),
        label("test", &run.name),
        label("service", service),
        label("target", &run.target),
    ]
}

impl Sink for Sender {
    fn window(&mut self, window: &Window) {
        let request = self.writer.request(window);
        if let Err(TrySendError::Full(_)) = self.requests.try_send(request) {
            self.skipped += 1;
        }
    }

    fn end(self: Box<Self>, _: &Ended) -> Result<(), Failure> {
        let Self { url, requests, thread, skipped, .. } = *self;
        drop(requests);
        let (failed, why) = thread.join().unwrap_or((0, Some("its thread died".to_owned())));
        match (failed + skipped, why) {
            (0, None) => Ok(()),
            (lost, why) => {
                let why = why.unwrap_or_else(|| "it was too slow".to_owned());
                Err(Failure::Unsent { url, lost, why })
            }
        }
    }
}

fn send_all(client: &Client, waiting: &Receiver<Vec<u8>>) -> (u64, Option<String>) {
    let (mut failed, mut why) = (0, None);
    for request in waiting {
        if let Err(error) = send(client, &request) {
            (failed, why) = (failed + 1, Some(error));
        }
    }
    (failed, why)
}

/// Sends one request, again while that may help.
fn send(client: &Client, request: &[u8]) -> Result<(), String> {
    const HEADERS: [(&str, &str); 3] = [
        ("content-type", "application/x-protobuf"),
        ("content-encoding", "snappy"),
        ("x-prometheus-remote-write-version", "0.1.0"),
    ];
    let compressed = snap::raw::Encoder::new()
        .compress_vec(request)
        .map_err(|error| format!("it cannot be compressed: {error}"))?;
    let mut tries = 1;
    loop {
        let answer = client.post(&HEADERS, &compressed);
        let may_work_later = match &answer {
            Ok((200..=299, _)) => return Ok(()),
            Ok((status, _)) => *status == 429 || *status >= 500,
            Err(_) => true,
        };
        if tries == TRIES_MAX || !may_work_later {
            let said = |(status, text): (u16, String)| {
                let text = text.lines().next().unwrap_or_default().trim().to_owned();
                format!("it answers with status {status}: {text}")
            };
            return Err(answer.map_or_else(|error| error, said));
        }
        tries += 1;
        thread::sleep(RETRY_AFTER);
    }
}

fn unreachable(url: &str, why: &str) -> Failure {
    let message = format!("cannot write to {url}: {why}");
    let hint = "it reads `prometheus=http://host:9090/api/v1/write`; Prometheus takes requests when it is \
                started with --web.enable-remote-write-receiver";
    Failure::usage(message, hint)
}
