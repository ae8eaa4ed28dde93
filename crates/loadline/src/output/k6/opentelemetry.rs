//! `-o opentelemetry`: OpenTelemetry's protocol over HTTP, under k6's names.
//!
//! `K6_OTEL_*` set it up. The protocol over gRPC is not at hand: every receiver of it takes HTTP as well, on
//! port 4318 unless it was told otherwise.

use std::path::PathBuf;
use std::time::Duration;

use loadline_core::Window;
use loadline_load::TlsOptions;
use loadline_report::{Otlp, OtlpOptions};
use loadline_store::Ended;

use super::kind::{K6Opening, Opened, described};
use super::variables::Variables;
use crate::failure::Failure;
use crate::output::streams::{Push, Receiving, Sink};

/// Where requests go unless told otherwise.
const USUAL_ENDPOINT: &str = "localhost:4318";
const USUAL_PATH: &str = "/v1/metrics";
/// Between two requests unless told otherwise.
const USUAL_INTERVAL: Duration = Duration::from_secs(10);

struct Sender {
    writer: Otlp,
    push: Push,
    interval_ms: i64,
    /// Where the window ended that the last request brought.
    sent_ms: Option<i64>,
    /// Where the latest window ended.
    seen_ms: i64,
}

pub(super) fn open(url: &str, opening: &K6Opening<'_>) -> Result<Opened, Failure> {
    let variables = opening.variables;
    refuse_grpc(variables)?;
    let url = if url.is_empty() { endpoint(variables)? } else { url.to_owned() };
    let insecure = variables.flag("K6_OTEL_TLS_INSECURE_SKIP_VERIFY", opening.tls.insecure)?;
    let ca = variables.get("K6_OTEL_TLS_CERTIFICATE").map(PathBuf::from);
    let ca = ca.or_else(|| opening.tls.ca.clone());
    let tls = TlsOptions { insecure, ca, ..opening.tls.clone() };
    let mut headers = vec![("content-type".to_owned(), "application/x-protobuf".to_owned())];
    headers.extend(variables.pairs("K6_OTEL_HEADERS", '=')?);
    let name = variables.or("OTEL_SERVICE_NAME", "k6");
    let options = OtlpOptions {
        service_name: variables.or("K6_OTEL_SERVICE_NAME", name).to_owned(),
        service_version: variables
            .or("K6_OTEL_SERVICE_VERSION", env!("CARGO_PKG_VERSION"))
            .to_owned(),
        metric_prefix: variables.or("K6_OTEL_METRIC_PREFIX", "").to_owned(),
        has_single_rate_counter: variables.flag("K6_OTEL_SINGLE_COUNTER_FOR_RATE", true)?,
    };
    let interval = variables.span("K6_OTEL_EXPORT_INTERVAL", USUAL_INTERVAL)?;
    let receiving = Receiving::new(&url, &tls, headers, false)?;
    Ok(Opened::Windows(Box::new(Sender {
        writer: Otlp::new(described(opening.metrics), options),
        push: Push::open("opentelemetry", receiving)?,
        interval_ms: interval.as_millis() as i64,
        sent_ms: None,
        seen_ms: 0,
    })))
}

fn refuse_grpc(variables: &Variables) -> Result<(), Failure> {
    let asked = ["K6_OTEL_EXPORTER_PROTOCOL", "K6_OTEL_EXPORTER_TYPE"];
    let protocol = asked.into_iter().find_map(|name| variables.get(name));
    let is_grpc = match protocol {
        Some(protocol) => !protocol.starts_with("http"),
        None => variables.get("K6_OTEL_GRPC_EXPORTER_ENDPOINT").is_some(),
    };
    if !is_grpc {
        return Ok(());
    }
    let hint =
        "set K6_OTEL_EXPORTER_PROTOCOL=http/protobuf and K6_OTEL_HTTP_EXPORTER_ENDPOINT=host:4318";
    Err(Failure::usage("metrics go to OpenTelemetry over HTTP, not over gRPC", hint))
}

fn endpoint(variables: &Variables) -> Result<String, Failure> {
    let host = variables.or("K6_OTEL_HTTP_EXPORTER_ENDPOINT", USUAL_ENDPOINT);
    let path = variables.or("K6_OTEL_HTTP_EXPORTER_URL_PATH", USUAL_PATH);
    if host.contains("://") {
        return Ok(format!("{host}{path}"));
    }
    // k6 wants TLS unless told otherwise; a receiver beside the test has none.
    let is_near = host.starts_with("localhost") || host.starts_with("127.0.0.1");
    let insecure = variables.flag("K6_OTEL_HTTP_EXPORTER_INSECURE", is_near)?;
    let scheme = if insecure { "http" } else { "https" };
    Ok(format!("{scheme}://{host}{path}"))
}

impl Sender {
    fn send(&mut self) {
        if let Some(request) = self.writer.request() {
            self.sent_ms = Some(self.seen_ms);
            self.push.request(request);
        }
    }
}

impl Sink for Sender {
    fn window(&mut self, window: &Window) {
        self.writer.observe(window);
        self.seen_ms = window.end_ms();
        let sent_ms = *self.sent_ms.get_or_insert(window.start_ms);
        if self.seen_ms - sent_ms >= self.interval_ms {
            self.send();
        }
    }

    fn end(mut self: Box<Self>, _: &Ended) -> Result<(), Failure> {
        if self.sent_ms.is_some_and(|sent_ms| sent_ms < self.seen_ms) {
            self.send();
        }
        self.push.end()
    }
}
