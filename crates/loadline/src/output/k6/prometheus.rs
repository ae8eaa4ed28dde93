//! `-o experimental-prometheus-rw`: remote write under k6's names, so that dashboards made for k6 show the run.
//!
//! `K6_PROMETHEUS_RW_*` set it up. Like k6 it begins without asking the receiver; what was not taken is told at
//! the end.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use loadline_core::Window;
use loadline_load::TlsOptions;
use loadline_report::{K6RemoteWrite, K6RemoteWriteOptions, TrendFigure};
use loadline_store::Ended;

use super::kind::{K6Opening, Opened, described};
use super::variables::{Variables, wrong};
use crate::failure::Failure;
use crate::output::streams::{Push, Receiving, Sink, remote_write_headers};

/// Where requests go unless told otherwise.
const USUAL_URL: &str = "http://localhost:9090/api/v1/write";
/// Between two requests unless told otherwise.
const USUAL_INTERVAL: Duration = Duration::from_secs(5);
/// What begins the name of every variable.
const PREFIX: &str = "K6_PROMETHEUS_RW_";
/// Variables of ways to identify that are not at hand.
const UNSUPPORTED: [&str; 4] =
    ["CLIENT_CERTIFICATE", "CLIENT_CERTIFICATE_KEY", "SIGV4_REGION", "SIGV4_ACCESS_KEY"];

struct Sender {
    writer: K6RemoteWrite,
    push: Push,
    interval_ms: i64,
    /// Where the window ended that the last request brought.
    sent_ms: Option<i64>,
    has_stale_markers: bool,
}

pub(super) fn open(url: &str, opening: &K6Opening<'_>) -> Result<Opened, Failure> {
    let variables = opening.variables;
    let named = |name: &str| format!("{PREFIX}{name}");
    if let Some(name) = UNSUPPORTED.into_iter().find(|name| variables.get(&named(name)).is_some()) {
        let hint = "use K6_PROMETHEUS_RW_USERNAME with _PASSWORD, _BEARER_TOKEN or _HTTP_HEADERS";
        return Err(Failure::usage(format!("{} is not supported", named(name)), hint));
    }
    let url = if url.is_empty() { variables.or(&named("SERVER_URL"), USUAL_URL) } else { url };
    let insecure = variables.flag(&named("INSECURE_SKIP_TLS_VERIFY"), opening.tls.insecure)?;
    let tls = TlsOptions { insecure, ..opening.tls.clone() };
    let options = K6RemoteWriteOptions {
        trend_figures: trend_figures(variables)?,
        has_native_histograms: variables.flag(&named("TREND_AS_NATIVE_HISTOGRAM"), false)?,
    };
    let interval = variables.span(&named("PUSH_INTERVAL"), USUAL_INTERVAL)?;
    let receiving = Receiving::new(url, &tls, headers(variables)?, true)?;
    Ok(Opened::Windows(Box::new(Sender {
        writer: K6RemoteWrite::new(described(opening.metrics), options),
        push: Push::open("k6-remote-write", receiving)?,
        interval_ms: interval.as_millis() as i64,
        sent_ms: None,
        has_stale_markers: variables.flag(&named("STALE_MARKERS"), false)?,
    })))
}

fn trend_figures(variables: &Variables) -> Result<Vec<TrendFigure>, Failure> {
    const NAME: &str = "K6_PROMETHEUS_RW_TREND_STATS";
    let value = variables.or(NAME, "p(99)");
    let hint = "it reads `avg,min,med,max,count,sum,p(99.9)`, any of them";
    let figure =
        |word: &str| TrendFigure::from_word(word.trim()).ok_or_else(|| wrong(NAME, value, hint));
    value.split(',').map(figure).collect()
}

/// What the protocol wants, credentials, and what was asked for.
fn headers(variables: &Variables) -> Result<Vec<(String, String)>, Failure> {
    let mut headers = remote_write_headers();
    let authorization = |value: String| ("authorization".to_owned(), value);
    if let Some(user) = variables.get("K6_PROMETHEUS_RW_USERNAME") {
        let password = variables.or("K6_PROMETHEUS_RW_PASSWORD", "");
        headers.push(authorization(format!(
            "Basic {}",
            STANDARD.encode(format!("{user}:{password}"))
        )));
    } else if let Some(token) = variables.get("K6_PROMETHEUS_RW_BEARER_TOKEN") {
        headers.push(authorization(format!("Bearer {token}")));
    }
    headers.extend(variables.with_prefix("K6_PROMETHEUS_RW_HEADERS_"));
    headers.extend(variables.pairs("K6_PROMETHEUS_RW_HTTP_HEADERS", ':')?);
    Ok(headers)
}

impl Sink for Sender {
    fn window(&mut self, window: &Window) {
        self.writer.observe(window);
        let sent_ms = *self.sent_ms.get_or_insert(window.start_ms);
        if window.end_ms() - sent_ms >= self.interval_ms {
            self.sent_ms = Some(window.end_ms());
            self.push.request(self.writer.request());
        }
    }

    fn end(mut self: Box<Self>, _: &Ended) -> Result<(), Failure> {
        let rest = self.writer.request();
        if !rest.is_empty() {
            self.push.request(rest);
        }
        if self.has_stale_markers {
            self.push.request(self.writer.stale());
        }
        self.push.end()
    }
}
