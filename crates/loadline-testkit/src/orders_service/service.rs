//! The service: HTTP in front of the routes.
//!
//! Deliberately not here: what is sent to the server (`routes`).

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::connections::Connections;
use super::counts::{Counts, EndpointCounts};
use super::data::SCHEMA;
use super::routes::{Cache, ENDPOINTS, Request};
use super::spans::{SpanFile, Trace};
use crate::error::StartError;
use crate::host::Host;
use crate::postgres::Cluster;
use crate::request::Requests;
use crate::stream::finish;

/// How an [`OrdersService`] is to run.
#[derive(Debug, Clone, Default)]
pub struct OrdersOptions {
    /// Where to write a line of spans for each request.
    pub spans: Option<PathBuf>,
}

/// A service with one endpoint that is N+1 and others that are not. Stops when dropped.
#[derive(Debug)]
pub struct OrdersService {
    state: Arc<State>,
    host: Host,
}

#[derive(Debug)]
struct State {
    connections: Connections,
    counts: Counts,
    cache: Cache,
    spans: SpanFile,
}

impl OrdersService {
    /// Makes the tables where they are missing, and starts on a free loopback port.
    ///
    /// # Errors
    ///
    /// When the cluster refuses the tables, or the port or thread cannot be had.
    pub fn start(cluster: &Cluster) -> Result<Self, StartError> {
        Self::start_with(cluster, &OrdersOptions::default())
    }

    /// As [`start`](Self::start), with options.
    ///
    /// # Errors
    ///
    /// As with [`start`](Self::start), or when the file for spans cannot be made.
    pub fn start_with(cluster: &Cluster, options: &OrdersOptions) -> Result<Self, StartError> {
        cluster.sql(SCHEMA)?;
        let file = options.spans.as_ref().map(File::create).transpose();
        let state = Arc::new(State {
            connections: Connections::new(format!("{}?application_name=orders", cluster.url())),
            counts: Counts::default(),
            cache: Mutex::new(HashMap::new()),
            spans: SpanFile::new(file.map_err(StartError::prepare("the file of spans"))?),
        });
        let shared = Arc::clone(&state);
        let host = Host::start(move || {
            Ok(move |tcp| {
                let state = Arc::clone(&shared);
                async move {
                    // A broken connection is the client's to notice.
                    let _ = serve(tcp, &state).await;
                }
            })
        })?;
        Ok(Self { state, host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The URL of a path, which starts with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// What was really done, by endpoint.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&'static str, EndpointCounts> {
        self.state.counts.all()
    }
}

async fn serve(mut stream: TcpStream, state: &State) -> io::Result<()> {
    let mut requests = Requests::new();
    while let Some(request) = requests.next(&mut stream).await? {
        let (status, body) = answer(&request.head, state).await;
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all(format!("{head}{body}").as_bytes()).await?;
        if request.is_last {
            break;
        }
    }
    finish(&mut stream).await
}

async fn answer(head: &[u8], state: &State) -> (&'static str, String) {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let target = line.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some(endpoint) = ENDPOINTS.iter().find(|endpoint| **endpoint == path) else {
        return ("404 Not Found", String::new());
    };
    let lent = match state.connections.take().await {
        Ok(lent) => lent,
        Err(error) => return ("503 Service Unavailable", error.to_string()),
    };
    let mut request = Request { lent, trace: Trace::begin(endpoint), query, cache: &state.cache };
    match request.answer(endpoint).await {
        Ok(rows) => {
            state.spans.write(&request.trace);
            state.counts.enter(endpoint, &request.trace.texts());
            state.connections.put_back(request.lent);
            ("200 OK", format!("{{\"rows\":{rows}}}"))
        }
        Err(error) => ("500 Internal Server Error", error.to_string()),
    }
}
