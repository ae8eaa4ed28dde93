//! Every key of options: its reader, its variable, and how a text becomes its value there and in flags.

use std::collections::BTreeSet;

use super::network::{blacklist, block_hostnames, dns};
use super::network::{hosts, local_ips, tls_auth, tls_versions};
use super::scenarios::{scenarios, stages};
use super::texts;
use super::thresholds::thresholds;
use super::value::{At, Read};
use crate::options::model::{HttpDebug, Options};
use crate::options::summary::{SystemTag, TimeUnit};

/// One key.
pub(super) struct Key {
    /// Its name in JSON.
    pub(super) name: &'static str,
    /// The variable that sets it, if one does.
    pub(super) variable: Option<&'static str>,
    /// How a text becomes its value.
    pub(super) form: Form,
    /// Puts the value into the options.
    pub(super) read: fn(&mut Options, &At<'_>) -> Read<()>,
}

/// How the text of a variable or a flag becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Text,
    /// `true` or `false`.
    Switch,
    /// A list, with commas between.
    Words,
    /// Names with texts.
    Map,
    /// Stages such as `10s:5`, with commas between.
    Stages,
    /// Keys with values, such as `ttl=1m,select=first`.
    Dns,
}

const fn key(
    name: &'static str,
    variable: &'static str,
    form: Form,
    read: fn(&mut Options, &At<'_>) -> Read<()>,
) -> Key {
    Key { name, variable: Some(variable), form, read }
}

/// A key that no variable sets.
const fn own(name: &'static str, read: fn(&mut Options, &At<'_>) -> Read<()>) -> Key {
    Key { name, variable: None, form: Form::Text, read }
}

fn set<T>(slot: &mut Option<T>, read: Read<T>) -> Read<()> {
    *slot = Some(read?);
    Ok(())
}

/// Keys that mean something only to others, or nothing any more; they are taken without a word.
pub(super) const UNUSED: [&str; 2] = ["cloud", "noUsageReport"];

/// Every key in the order `inspect` prints them.
pub(super) const KEYS: [Key; 41] = [
    key("paused", "K6_PAUSED", Form::Switch, |o, at| set(&mut o.paused, at.flag())),
    key("vus", "K6_VUS", Form::Text, |o, at| set(&mut o.vus, at.whole())),
    key("duration", "K6_DURATION", Form::Text, |o, at| set(&mut o.duration, at.duration())),
    key("iterations", "K6_ITERATIONS", Form::Text, |o, at| set(&mut o.iterations, at.whole())),
    key("stages", "K6_STAGES", Form::Stages, |o, at| set(&mut o.stages, stages(at))),
    own("scenarios", |o, at| set(&mut o.scenarios, scenarios(at))),
    key("executionSegment", "K6_EXECUTION_SEGMENT", Form::Text, |o, at| {
        let segment = texts::segment(at.text()?);
        o.execution_segment = Some(segment.ok_or_else(|| unfit(at, "segment", texts::SEGMENT))?);
        Ok(())
    }),
    key("executionSegmentSequence", "K6_EXECUTION_SEGMENT_SEQUENCE", Form::Text, |o, at| {
        const FORM: &str = "accepted: rising fractions from 0 to 1, such as `0,1/4,1/2,1`";
        let sequence = texts::segment_sequence(at.text()?);
        o.execution_segment_sequence = Some(sequence.ok_or_else(|| unfit(at, "sequence", FORM))?);
        Ok(())
    }),
    key("noSetup", "K6_NO_SETUP", Form::Switch, |o, at| set(&mut o.no_setup, at.flag())),
    key("setupTimeout", "K6_SETUP_TIMEOUT", Form::Text, |o, at| {
        set(&mut o.setup_timeout, at.duration())
    }),
    key("noTeardown", "K6_NO_TEARDOWN", Form::Switch, |o, at| set(&mut o.no_teardown, at.flag())),
    key("teardownTimeout", "K6_TEARDOWN_TIMEOUT", Form::Text, |o, at| {
        set(&mut o.teardown_timeout, at.duration())
    }),
    key("handleSummaryTimeout", "K6_HANDLE_SUMMARY_TIMEOUT", Form::Text, |o, at| {
        set(&mut o.handle_summary_timeout, at.duration())
    }),
    key("rps", "K6_RPS", Form::Text, |o, at| set(&mut o.rps, at.whole())),
    key("dns", "K6_DNS", Form::Dns, |o, at| dns(&mut o.dns, at)),
    key("maxRedirects", "K6_MAX_REDIRECTS", Form::Text, |o, at| {
        set(&mut o.max_redirects, at.whole())
    }),
    key("userAgent", "K6_USER_AGENT", Form::Text, |o, at| {
        set(&mut o.user_agent, at.text().map(str::to_owned))
    }),
    key("batch", "K6_BATCH", Form::Text, |o, at| set(&mut o.batch, at.whole())),
    key("batchPerHost", "K6_BATCH_PER_HOST", Form::Text, |o, at| {
        set(&mut o.batch_per_host, at.whole())
    }),
    key("httpDebug", "K6_HTTP_DEBUG", Form::Text, |o, at| {
        let debug = if at.text()? == "full" { HttpDebug::Full } else { HttpDebug::Headers };
        o.http_debug = Some(debug);
        Ok(())
    }),
    key("insecureSkipTLSVerify", "K6_INSECURE_SKIP_TLS_VERIFY", Form::Switch, |o, at| {
        set(&mut o.insecure_skip_tls_verify, at.flag())
    }),
    own("tlsCipherSuites", |o, at| {
        let left_aside = "`tlsCipherSuites` is left aside: every safe cipher suite is offered";
        o.warnings.push(left_aside.to_owned());
        set(&mut o.tls_cipher_suites, owned(at))
    }),
    own("tlsVersion", |o, at| set(&mut o.tls_version, tls_versions(at))),
    own("tlsAuth", |o, at| set(&mut o.tls_auth, tls_auth(at))),
    key("throw", "K6_THROW", Form::Switch, |o, at| set(&mut o.throw, at.flag())),
    own("thresholds", |o, at| set(&mut o.thresholds, thresholds(at))),
    key("blacklistIPs", "K6_BLACKLIST_IPS", Form::Words, |o, at| {
        set(&mut o.blacklist_ips, blacklist(at))
    }),
    key("blockHostnames", "K6_BLOCK_HOSTNAMES", Form::Words, |o, at| {
        set(&mut o.block_hostnames, block_hostnames(at))
    }),
    own("hosts", |o, at| set(&mut o.hosts, hosts(at))),
    key("noConnectionReuse", "K6_NO_CONNECTION_REUSE", Form::Switch, |o, at| {
        set(&mut o.no_connection_reuse, at.flag())
    }),
    key("noVUConnectionReuse", "K6_NO_VU_CONNECTION_REUSE", Form::Switch, |o, at| {
        set(&mut o.no_vu_connection_reuse, at.flag())
    }),
    key("minIterationDuration", "K6_MIN_ITERATION_DURATION", Form::Text, |o, at| {
        set(&mut o.min_iteration_duration, at.duration())
    }),
    own("ext", |o, at| {
        at.entries("an object")?;
        o.ext = Some(at.value.clone());
        Ok(())
    }),
    key("summaryTrendStats", "K6_SUMMARY_TREND_STATS", Form::Words, |o, at| {
        set(&mut o.summary_trend_stats, trend_stats(at))
    }),
    key("summaryTimeUnit", "K6_SUMMARY_TIME_UNIT", Form::Text, |o, at| {
        set(&mut o.summary_time_unit, at.one_of(&TimeUnit::ALL, TimeUnit::name))
    }),
    key("systemTags", "K6_SYSTEM_TAGS", Form::Words, system_tags),
    key("tags", "K6_TAGS", Form::Map, |o, at| set(&mut o.tags, at.text_map())),
    key("metricSamplesBufferSize", "K6_METRIC_SAMPLES_BUFFER_SIZE", Form::Text, |o, at| {
        set(&mut o.metric_samples_buffer_size, at.whole())
    }),
    key("noCookiesReset", "K6_NO_COOKIES_RESET", Form::Switch, |o, at| {
        set(&mut o.no_cookies_reset, at.flag())
    }),
    key("discardResponseBodies", "K6_DISCARD_RESPONSE_BODIES", Form::Switch, |o, at| {
        set(&mut o.discard_response_bodies, at.flag())
    }),
    key("features", "K6_FEATURES", Form::Words, |o, at| {
        set(&mut o.features, owned(at).map(|names| names.into_iter().collect()))
    }),
];

/// Keys of the command line and its variables alone: a script that sets them is told that nothing follows.
pub(super) const LINE_KEYS: [Key; 3] = [
    key("consoleOutput", "K6_CONSOLE_OUTPUT", Form::Text, |o, at| {
        set(&mut o.console_output, at.text().map(str::to_owned))
    }),
    key("localIPs", "K6_LOCAL_IPS", Form::Text, |o, at| set(&mut o.local_ips, local_ips(at))),
    key("linger", "K6_LINGER", Form::Switch, |o, at| set(&mut o.linger, at.flag())),
];

fn unfit(at: &At<'_>, what: &str, hint: &str) -> crate::options::OptionsError {
    at.error(format!("`{}` is not a {what}", at.value.as_str().unwrap_or_default()), hint)
}

fn owned(at: &At<'_>) -> Read<Vec<String>> {
    at.texts()?.iter().map(|item| item.text().map(str::to_owned)).collect()
}

fn trend_stats(at: &At<'_>) -> Read<Vec<String>> {
    const FORM: &str =
        "accepted: `avg`, `min`, `med`, `max`, `count`, and percentiles such as `p(95)`";
    let check = |item: &At<'_>| {
        let stat = item.text()?.trim();
        let percent = stat.strip_prefix("p(").and_then(|rest| rest.strip_suffix(')'));
        let is_known = match percent {
            Some(percent) => {
                percent.parse::<f64>().is_ok_and(|percent| (0.0..=100.0).contains(&percent))
            }
            None => matches!(stat, "avg" | "min" | "med" | "max" | "count"),
        };
        match is_known {
            true => Ok(stat.to_owned()),
            false => Err(item.error(format!("`{stat}` is not a figure of a trend"), FORM)),
        }
    };
    at.texts()?.iter().map(check).collect()
}

fn system_tags(options: &mut Options, at: &At<'_>) -> Read<()> {
    let mut tags = BTreeSet::new();
    for item in at.texts()? {
        let name = item.text()?;
        match SystemTag::named(name) {
            Some(tag) => _ = tags.insert(tag),
            None => options.warnings.push(format!("`systemTags`: there is no tag `{name}`")),
        }
    }
    options.system_tags = Some(tags);
    Ok(())
}
