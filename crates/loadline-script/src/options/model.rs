//! One layer of options, or all layers together: every key that is not for the cloud alone.
//!
//! A key that nobody set is none, so that layers can be laid over each other; what k6 does without a key is
//! said by the methods. Reading, merging and checking are beside this file.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::network::{DnsOptions, HostAddress, IpRange, LocalIps, TlsAuth, TlsVersions};
use super::scenario::{Scenario, Stage};
use super::segment::{Fraction, Segment};
use super::summary::{SystemTag, TimeUnit};

/// k6's options as data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// `paused`: the test waits to be resumed before it starts.
    pub paused: Option<bool>,
    /// `vus`: users of the shortcuts.
    pub vus: Option<u64>,
    /// `duration`: the shortcut to `constant-vus`.
    pub duration: Option<Duration>,
    /// `iterations`: the shortcut to `shared-iterations`.
    pub iterations: Option<u64>,
    /// `stages`: the shortcut to `ramping-vus`.
    pub stages: Option<Vec<Stage>>,
    /// `scenarios` by name.
    pub scenarios: Option<BTreeMap<String, Scenario>>,
    /// `executionSegment`: the part of the traffic that this process drives.
    pub execution_segment: Option<Segment>,
    /// `executionSegmentSequence`: where the parts of all processes meet, from 0 to 1.
    pub execution_segment_sequence: Option<Vec<Fraction>>,
    /// `noSetup`: `setup()` is not run.
    pub no_setup: Option<bool>,
    /// `setupTimeout`
    pub setup_timeout: Option<Duration>,
    /// `noTeardown`: `teardown()` is not run.
    pub no_teardown: Option<bool>,
    /// `teardownTimeout`
    pub teardown_timeout: Option<Duration>,
    /// `handleSummaryTimeout`
    pub handle_summary_timeout: Option<Duration>,
    /// `rps`: requests per second of all users together, at most; zero is no limit.
    pub rps: Option<u64>,
    /// `dns`
    pub dns: DnsOptions,
    /// `maxRedirects`
    pub max_redirects: Option<u64>,
    /// `userAgent`; empty sends none.
    pub user_agent: Option<String>,
    /// `batch`: requests of one `http.batch()` under way at once.
    pub batch: Option<u64>,
    /// `batchPerHost`: the same to one host; zero is no limit.
    pub batch_per_host: Option<u64>,
    /// `httpDebug`
    pub http_debug: Option<HttpDebug>,
    /// `insecureSkipTLSVerify`
    pub insecure_skip_tls_verify: Option<bool>,
    /// `tlsCipherSuites` by name.
    pub tls_cipher_suites: Option<Vec<String>>,
    /// `tlsVersion`
    pub tls_version: Option<TlsVersions>,
    /// `tlsAuth`: certificates of the client.
    pub tls_auth: Option<Vec<TlsAuth>>,
    /// `throw`: failed requests throw.
    pub throw: Option<bool>,
    /// `thresholds` by metric or sub-metric, in the order they are written.
    pub thresholds: Option<BTreeMap<String, Vec<ThresholdSpec>>>,
    /// `blacklistIPs`: addresses that are never connected to.
    pub blacklist_ips: Option<Vec<IpRange>>,
    /// `blockHostnames`: hosts, or patterns with a leading `*`, that are never called; lower case.
    pub block_hostnames: Option<Vec<String>>,
    /// `hosts`: addresses in place of names, by name or pattern, with or without port; lower case.
    pub hosts: Option<BTreeMap<String, HostAddress>>,
    /// `noConnectionReuse`: each request opens its own connection.
    pub no_connection_reuse: Option<bool>,
    /// `noVUConnectionReuse`: each iteration opens its own connections.
    pub no_vu_connection_reuse: Option<bool>,
    /// `minIterationDuration`
    pub min_iteration_duration: Option<Duration>,
    /// `ext`, untouched.
    pub ext: Option<serde_json::Value>,
    /// `summaryTrendStats`, such as `avg` and `p(95)`.
    pub summary_trend_stats: Option<Vec<String>>,
    /// `summaryTimeUnit`
    pub summary_time_unit: Option<TimeUnit>,
    /// `systemTags`
    pub system_tags: Option<BTreeSet<SystemTag>>,
    /// `tags` of every sample.
    pub tags: Option<BTreeMap<String, String>>,
    /// `metricSamplesBufferSize`: accepted, nothing is buffered by the sample.
    pub metric_samples_buffer_size: Option<u64>,
    /// `noCookiesReset`: the jar outlives its iteration.
    pub no_cookies_reset: Option<bool>,
    /// `discardResponseBodies`
    pub discard_response_bodies: Option<bool>,
    /// `consoleOutput`: the file that takes what the script logs.
    pub console_output: Option<String>,
    /// `localIPs`: addresses that users connect from.
    pub local_ips: Option<LocalIps>,
    /// `linger`: the process stays after the test until it is interrupted.
    pub linger: Option<bool>,
    /// `features` that are switched on by name.
    pub features: Option<BTreeSet<String>>,
    /// Keys nobody knows, and what else is worth saying without failing.
    pub warnings: Vec<String>,
}

/// `httpDebug`: what is logged of each request and answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpDebug {
    /// Heads only.
    Headers,
    /// Heads and bodies.
    Full,
}

/// One threshold as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThresholdSpec {
    /// The expression, such as `p(95)<200`.
    pub source: String,
    /// Whether the test ends when it is crossed.
    pub abort_on_fail: bool,
    /// How long that is not looked at.
    pub delay_abort_eval: Option<Duration>,
}

impl ThresholdSpec {
    /// A threshold that says nothing beside its expression.
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), ..Self::default() }
    }
}

impl Options {
    /// How long `setup()` may take.
    pub fn setup_timeout(&self) -> Duration {
        self.setup_timeout.unwrap_or(Duration::from_secs(60))
    }

    /// How long `teardown()` may take.
    pub fn teardown_timeout(&self) -> Duration {
        self.teardown_timeout.unwrap_or(Duration::from_secs(60))
    }

    /// How long `handleSummary()` may take.
    pub fn handle_summary_timeout(&self) -> Duration {
        self.handle_summary_timeout.unwrap_or(Duration::from_secs(120))
    }

    /// Redirects followed by one request.
    pub fn max_redirects(&self) -> u64 {
        self.max_redirects.unwrap_or(10)
    }

    /// Requests of one `http.batch()` under way at once; never zero.
    pub fn batch(&self) -> usize {
        self.batch.and_then(|batch| usize::try_from(batch).ok()).map_or(20, |batch| batch.max(1))
    }

    /// Requests of one `http.batch()` under way to one host; none without a limit.
    pub fn batch_per_host(&self) -> Option<usize> {
        match self.batch_per_host {
            Some(0) => None,
            Some(limit) => usize::try_from(limit).ok(),
            None => Some(6),
        }
    }

    /// The tags the program itself gives to samples.
    pub fn system_tags(&self) -> BTreeSet<SystemTag> {
        self.system_tags.clone().unwrap_or_else(SystemTag::default_set)
    }

    /// The figures of a trend that the summary shows.
    pub fn summary_trend_stats(&self) -> Vec<String> {
        let usual = || ["avg", "min", "med", "max", "p(90)", "p(95)"].map(str::to_owned).to_vec();
        self.summary_trend_stats.clone().unwrap_or_else(usual)
    }
}
