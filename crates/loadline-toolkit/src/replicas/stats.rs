//! [`Stats`]: the servers as the router sees them at one moment, and the same as figures.

use super::{Node, Position, ReplicaRouter, server::Server};
use crate::telemetry::{HistogramSnapshot, Metric, Observe, Sink};
use std::time::Duration;

/// A router at one moment; counts are since it began.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// The primary.
    pub primary: ServerStats,
    /// The replicas in the order they were given.
    pub replicas: Vec<ServerStats>,
    /// Reads that may have gone to a replica and went to the primary.
    pub fell_back: u64,
    /// Waits for a replica that has what a session wrote, those in vain too.
    pub waits: HistogramSnapshot,
}

/// One server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerStats {
    /// The replica's name, or `primary`.
    pub name: String,
    /// Whether it answered when it was last asked.
    pub is_up: bool,
    /// How far it was.
    pub position: Position,
    /// How far behind the primary that is, to within one look.
    pub lag: Duration,
    /// Connections that are out or waited for.
    pub in_flight: usize,
    /// Connections given.
    pub served: u64,
    /// Times it did not answer or gave none.
    pub failed: u64,
}

const UP: Metric = Metric::new("loadline.replicas.up", "1", "Whether the server answers");
const LAG: Metric =
    Metric::new("loadline.replicas.lag", "s", "How far the server is behind the primary");
const IN_FLIGHT: Metric =
    Metric::new("loadline.replicas.in_flight", "{connection}", "Connections that are out");
const SERVED: Metric = Metric::new("loadline.replicas.served", "{connection}", "Connections given");
const FAILED: Metric =
    Metric::new("loadline.replicas.failed", "{failure}", "Times a server did not answer");
const FELL_BACK: Metric = Metric::new(
    "loadline.replicas.fell_back",
    "{read}",
    "Reads that went to the primary for want of a replica",
);
const WAITS: Metric = Metric::new(
    "loadline.replicas.wait_time",
    "s",
    "How long reads waited for what their session wrote",
);

impl<N: Node> ReplicaRouter<N> {
    /// The servers as they are known now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let shared = self.shared();
        Stats {
            primary: shared.primary.stats(),
            replicas: shared.replicas.iter().map(|replica| replica.stats()).collect(),
            fell_back: shared.figures.fell_back.get(),
            waits: shared.figures.waits.snapshot(),
        }
    }
}

impl<N: Node> Server<N> {
    fn stats(&self) -> ServerStats {
        ServerStats {
            name: self.name.clone(),
            is_up: self.is_up(),
            position: self.position(),
            lag: self.lag(),
            in_flight: self.in_flight(),
            served: self.served.get(),
            failed: self.failed.get(),
        }
    }
}

impl<N: Node> Observe for ReplicaRouter<N> {
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        for server in std::iter::once(&stats.primary).chain(&stats.replicas) {
            let labels = [("server", server.name.as_str())];
            #[expect(clippy::cast_precision_loss, reason = "connections stay far below 2^53")]
            let in_flight = server.in_flight as f64;
            sink.gauge(&UP, &labels, f64::from(u8::from(server.is_up)));
            sink.gauge(&LAG, &labels, server.lag.as_secs_f64());
            sink.gauge(&IN_FLIGHT, &labels, in_flight);
            sink.counter(&SERVED, &labels, server.served);
            sink.counter(&FAILED, &labels, server.failed);
        }
        sink.counter(&FELL_BACK, &[], stats.fell_back);
        sink.histogram(&WAITS, &[], &stats.waits);
    }
}
