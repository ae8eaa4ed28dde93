//! `inspect`: options as k6 prints them, in its order, with `null` for what nobody set.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::duration;
use super::model::{HttpDebug, Options, ThresholdSpec};
use super::plan::Plan;
use super::scenario::{Executor, Scenario, Stage};
use super::segment::Fraction;

/// The options as a document of JSON. With a plan, what a run of them needs is added, and what k6 does without
/// being asked is spelled out.
pub fn inspect(options: &Options, requirements: Option<&Plan>) -> String {
    let mut document = document(options);
    if let Some(plan) = requirements {
        spell_out(&mut document, options);
        let total = duration::print(plan.total_duration());
        document.insert("totalDuration".to_owned(), total.into());
        document.insert("maxVUs".to_owned(), plan.users_max().into());
    }
    let text = serde_json::to_string_pretty(&Value::Object(document));
    let text = text.expect("a tree of JSON can always be written");
    // k6 prints JSON that may stand in HTML; these three signs stand in texts only.
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// Consolidated options as `exec.test.options` shows them to scripts: shortcuts are scenarios by then.
pub fn test_options(options: &Options) -> Value {
    let mut document = document(options);
    for shortcut in ["vus", "duration", "iterations", "stages"] {
        document.shift_remove(shortcut);
    }
    spell_out(&mut document, options);
    let local = options.local_ips.as_ref().map(|local| &local.source);
    put(
        &mut document,
        [("consoleOutput", json!(options.console_output)), ("localIPs", json!(local))],
    );
    Value::Object(document)
}

fn document(options: &Options) -> Map<String, Value> {
    let mut document = Map::new();
    traffic(&mut document, options);
    requests(&mut document, options);
    results(&mut document, options);
    document
}

/// Puts what k6 does without being asked in its place.
fn spell_out(document: &mut Map<String, Value>, options: &Options) {
    put(
        document,
        [
            ("summaryTrendStats", options.summary_trend_stats().into()),
            ("systemTags", system_tags(options)),
        ],
    );
}

fn put(
    document: &mut Map<String, Value>,
    entries: impl IntoIterator<Item = (&'static str, Value)>,
) {
    document.extend(entries.into_iter().map(|(key, value)| (key.to_owned(), value)));
}

fn time(duration: Option<Duration>) -> Value {
    duration.map_or(Value::Null, |duration| duration::print(duration).into())
}

fn texts<T: ToString>(items: Option<&[T]>) -> Value {
    items.map_or(Value::Null, |items| items.iter().map(ToString::to_string).collect())
}

fn text_map(map: Option<&BTreeMap<String, String>>) -> Value {
    json!(map)
}

fn stages(stages: Option<&[Stage]>) -> Value {
    let stage = |stage: &Stage| json!({ "duration": duration::print(stage.duration), "target": stage.target });
    stages.map_or(Value::Null, |stages| stages.iter().map(stage).collect())
}

fn traffic(document: &mut Map<String, Value>, options: &Options) {
    let scenarios = options.scenarios.as_ref().map_or(Value::Null, |scenarios| {
        let scenarios = scenarios.iter().map(|(name, one)| (name.clone(), scenario(one)));
        Value::Object(scenarios.collect())
    });
    let sequence = options
        .execution_segment_sequence
        .as_ref()
        .map(|fractions| fractions.iter().map(Fraction::to_string).collect::<Vec<_>>().join(","));
    put(
        document,
        [
            ("paused", json!(options.paused)),
            ("vus", json!(options.vus)),
            ("duration", time(options.duration)),
            ("iterations", json!(options.iterations)),
            ("stages", stages(options.stages.as_deref())),
            ("scenarios", scenarios),
            ("executionSegment", json!(options.execution_segment.map(|part| part.to_string()))),
            ("executionSegmentSequence", json!(sequence)),
            ("noSetup", json!(options.no_setup)),
            ("setupTimeout", time(options.setup_timeout)),
            ("noTeardown", json!(options.no_teardown)),
            ("teardownTimeout", time(options.teardown_timeout)),
        ],
    );
}

fn scenario(scenario: &Scenario) -> Value {
    let mut document = Map::new();
    put(
        &mut document,
        [
            ("executor", scenario.executor.kind().name().into()),
            ("startTime", time(scenario.start_time)),
            ("gracefulStop", time(scenario.graceful_stop)),
            ("env", text_map(scenario.env.as_ref())),
            ("exec", json!(scenario.exec)),
            ("tags", text_map(scenario.tags.as_ref())),
        ],
    );
    match &scenario.executor {
        Executor::SharedIterations { vus, iterations, max_duration }
        | Executor::PerVuIterations { vus, iterations, max_duration } => put(
            &mut document,
            [
                ("vus", json!(vus)),
                ("iterations", json!(iterations)),
                ("maxDuration", time(*max_duration)),
            ],
        ),
        Executor::ConstantVus { vus, duration } => {
            put(&mut document, [("vus", json!(vus)), ("duration", time(*duration))]);
        }
        Executor::RampingVus { start_vus, stages: list, graceful_ramp_down } => put(
            &mut document,
            [
                ("startVUs", json!(start_vus)),
                ("stages", stages(Some(list))),
                ("gracefulRampDown", time(*graceful_ramp_down)),
            ],
        ),
        Executor::ConstantArrivalRate { rate, time_unit, duration, pre_allocated_vus, max_vus } => {
            put(
                &mut document,
                [
                    ("rate", json!(rate)),
                    ("timeUnit", time(*time_unit)),
                    ("duration", time(*duration)),
                    ("preAllocatedVUs", json!(pre_allocated_vus)),
                    ("maxVUs", json!(max_vus)),
                ],
            );
        }
        Executor::RampingArrivalRate {
            start_rate,
            time_unit,
            stages: list,
            pre_allocated_vus,
            max_vus,
        } => put(
            &mut document,
            [
                ("startRate", json!(start_rate)),
                ("timeUnit", time(*time_unit)),
                ("stages", stages(Some(list))),
                ("preAllocatedVUs", json!(pre_allocated_vus)),
                ("maxVUs", json!(max_vus)),
            ],
        ),
    }
    Value::Object(document)
}

fn requests(document: &mut Map<String, Value>, options: &Options) {
    let dns = &options.dns;
    let dns = json!({
        "ttl": dns.ttl.as_ref().map(|ttl| &ttl.source),
        "select": dns.select.map(super::DnsSelect::name),
        "policy": dns.policy.map(super::DnsPolicy::name),
    });
    let debug = options.http_debug.map(|debug| match debug {
        HttpDebug::Headers => "headers",
        HttpDebug::Full => "full",
    });
    let versions = options.tls_version.map_or(Value::Null, |versions| {
        let name = |version: Option<super::TlsVersion>| version.map_or("", super::TlsVersion::name);
        json!({ "min": name(versions.min), "max": name(versions.max) })
    });
    // Keys and their passwords stay where they are.
    let auth = options.tls_auth.as_ref().map_or(Value::Null, |all| {
        all.iter().map(|auth| json!({ "cert": auth.cert, "domains": auth.domains })).collect()
    });
    let thresholds = options.thresholds.as_ref().map_or(Value::Null, |all| {
        let list = |list: &Vec<ThresholdSpec>| list.iter().map(threshold).collect::<Value>();
        Value::Object(all.iter().map(|(metric, specs)| (metric.clone(), list(specs))).collect())
    });
    let hosts = options.hosts.as_ref().map_or(Value::Null, |hosts| {
        Value::Object(hosts.iter().map(|(k, to)| (k.clone(), to.to_string().into())).collect())
    });
    put(
        document,
        [
            ("rps", json!(options.rps)),
            ("dns", dns),
            ("maxRedirects", json!(options.max_redirects)),
            ("userAgent", json!(options.user_agent)),
            ("batch", json!(options.batch)),
            ("batchPerHost", json!(options.batch_per_host)),
            ("httpDebug", json!(debug)),
            ("insecureSkipTLSVerify", json!(options.insecure_skip_tls_verify)),
            ("tlsCipherSuites", texts(options.tls_cipher_suites.as_deref())),
            ("tlsVersion", versions),
            ("tlsAuth", auth),
            ("throw", json!(options.throw)),
            ("thresholds", thresholds),
            ("blacklistIPs", texts(options.blacklist_ips.as_deref())),
            ("blockHostnames", texts(options.block_hostnames.as_deref())),
            ("hosts", hosts),
            ("noConnectionReuse", json!(options.no_connection_reuse)),
            ("noVUConnectionReuse", json!(options.no_vu_connection_reuse)),
            ("minIterationDuration", time(options.min_iteration_duration)),
        ],
    );
}

/// A threshold that ends no test is its expression.
fn threshold(spec: &ThresholdSpec) -> Value {
    if !spec.abort_on_fail {
        return spec.source.clone().into();
    }
    json!({
        "threshold": spec.source,
        "abortOnFail": spec.abort_on_fail,
        "delayAbortEval": time(spec.delay_abort_eval),
    })
}

fn system_tags(options: &Options) -> Value {
    options.system_tags().iter().map(|tag| tag.name()).collect()
}

fn results(document: &mut Map<String, Value>, options: &Options) {
    let unit = options.summary_time_unit.map(super::TimeUnit::name);
    let tags = options.system_tags.as_ref().map_or(Value::Null, |_| system_tags(options));
    put(
        document,
        [
            ("ext", json!(options.ext)),
            ("summaryTrendStats", texts(options.summary_trend_stats.as_deref())),
            ("summaryTimeUnit", json!(unit)),
            ("systemTags", tags),
            ("tags", text_map(options.tags.as_ref())),
            ("metricSamplesBufferSize", json!(options.metric_samples_buffer_size)),
            ("noCookiesReset", json!(options.no_cookies_reset)),
            ("discardResponseBodies", json!(options.discard_response_bodies)),
        ],
    );
}
