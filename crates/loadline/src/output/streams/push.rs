//! Requests to a receiver, from a thread of its own so that a slow one holds nothing up.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use loadline_load::TlsOptions;
use loadline_watch::{Client, Trust};

use crate::failure::Failure;

/// Requests waiting to be sent: two minutes of a receiver that does not answer.
const WAITING_MAX: usize = 120;
/// Longest time for one request.
const TIME_MAX: Duration = Duration::from_secs(5);
/// Times a request is tried while the receiver says that it may work later.
const TRIES_MAX: u32 = 3;
/// Between two tries.
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// Where requests go, and what each of them says about itself.
pub(in crate::output) struct Receiving {
    client: Client,
    headers: Vec<(String, String)>,
    is_compressed: bool,
}

/// A receiver with the thread that talks to it.
pub(in crate::output) struct Push {
    url: String,
    requests: SyncSender<Vec<u8>>,
    /// Ends with how many requests failed, and how the last one did.
    thread: JoinHandle<(u64, Option<String>)>,
    skipped: u64,
}

impl Receiving {
    /// The receiver at `url`; with `is_compressed` bodies are packed with Snappy.
    pub(in crate::output) fn new(
        url: &str,
        tls: &TlsOptions,
        headers: Vec<(String, String)>,
        is_compressed: bool,
    ) -> Result<Self, Failure> {
        let TlsOptions { ca, insecure, .. } = tls.clone();
        let client = Client::new(url, &Trust { ca, insecure }, TIME_MAX)?;
        Ok(Self { client, headers, is_compressed })
    }

    /// The URL without credentials.
    pub(in crate::output) fn shown(&self) -> &str {
        self.client.shown()
    }

    /// Sends one request, again while that may help.
    pub(in crate::output) fn send(&self, request: &[u8]) -> Result<(), String> {
        let packed;
        let body = if self.is_compressed {
            packed = snap::raw::Encoder::new()
                .compress_vec(request)
                .map_err(|error| format!("it cannot be compressed: {error}"))?;
            &packed
        } else {
            request
        };
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut tries = 1;
        loop {
            let answer = self.client.post(&headers, body);
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

    fn send_all(&self, waiting: &Receiver<Vec<u8>>) -> (u64, Option<String>) {
        let (mut failed, mut why) = (0, None);
        for request in waiting {
            if let Err(error) = self.send(&request) {
                (failed, why) = (failed + 1, Some(error));
            }
        }
        (failed, why)
    }
}

impl Push {
    /// Starts the thread `name`.
    pub(in crate::output) fn open(name: &str, receiving: Receiving) -> Result<Self, Failure> {
        let url = receiving.shown().to_owned();
        let (requests, waiting) = sync_channel(WAITING_MAX);
        let named = thread::Builder::new().name(name.to_owned());
        let thread = named.spawn(move || receiving.send_all(&waiting))?;
        Ok(Self { url, requests, thread, skipped: 0 })
    }

    /// Hands a request over; where too many wait already it is counted as lost.
    pub(in crate::output) fn request(&mut self, request: Vec<u8>) {
        if let Err(TrySendError::Full(_)) = self.requests.try_send(request) {
            self.skipped += 1;
        }
    }

    /// Waits until what was handed over is sent; tells what was not.
    pub(in crate::output) fn end(self) -> Result<(), Failure> {
        let Self { url, requests, thread, skipped } = self;
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

/// What every request of remote write says about itself.
pub(in crate::output) fn remote_write_headers() -> Vec<(String, String)> {
    [
        ("content-type", "application/x-protobuf"),
        ("content-encoding", "snappy"),
        ("x-prometheus-remote-write-version", "0.1.0"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}
