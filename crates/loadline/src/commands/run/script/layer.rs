//! From the arguments to the layer of options they are, and to what a run knows beside options.

use loadline_script::options::{Flag, RuntimeOptions};

use super::args::ScriptArgs;
use crate::commands::run::Args;

/// The options that the command line sets: those of scripts alone, and those that every target has.
pub(crate) fn flags(args: &Args) -> Vec<Flag> {
    let (script, traffic) = (&args.script, &args.traffic);
    let mut flags = Flags::default();
    flags.one("--users", "vus", traffic.users.map(|users| users.to_string()));
    let length = traffic.length.map(|length| format!("{}", length.duration().as_secs_f64() * 1e3));
    flags.one("--for", "duration", length);
    flags.one("--iterations", "iterations", traffic.iterations.map(|count| count.to_string()));
    flags.switch("--insecure", "insecureSkipTLSVerify", args.network.insecure.then_some(true));
    flags.many("--stage", "stages", &script.stages);
    flags.many("--tag", "tags", &script.tags);
    flags.one("--rps", "rps", script.rps.clone());
    flags.one("--execution-segment", "executionSegment", script.execution_segment.clone());
    let sequence = script.execution_segment_sequence.clone();
    flags.one("--execution-segment-sequence", "executionSegmentSequence", sequence);
    flags.switch("--paused", "paused", script.paused);
    flags.switch("--no-setup", "noSetup", script.no_setup);
    flags.switch("--no-teardown", "noTeardown", script.no_teardown);
    requests(&mut flags, script);
    flags.many("--summary-trend-stats", "summaryTrendStats", &script.summary_trend_stats);
    flags.one("--summary-time-unit", "summaryTimeUnit", script.summary_time_unit.clone());
    flags.many("--system-tags", "systemTags", &script.system_tags);
    flags.one("--console-output", "consoleOutput", script.console_output.clone());
    flags.many("--features", "features", &script.features);
    flags.switch("--linger", "linger", script.linger);
    flags.0
}

/// How requests are made.
fn requests(flags: &mut Flags, script: &ScriptArgs) {
    flags.one("--max-redirects", "maxRedirects", script.max_redirects.clone());
    flags.one("--batch", "batch", script.batch.clone());
    flags.one("--batch-per-host", "batchPerHost", script.batch_per_host.clone());
    flags.one("--user-agent", "userAgent", script.user_agent.clone());
    flags.one("--http-debug", "httpDebug", script.http_debug.clone());
    flags.switch("--no-connection-reuse", "noConnectionReuse", script.no_connection_reuse);
    flags.switch("--no-vu-connection-reuse", "noVUConnectionReuse", script.no_vu_connection_reuse);
    let shortest = script.min_iteration_duration.clone();
    flags.one("--min-iteration-duration", "minIterationDuration", shortest);
    flags.switch("--throw", "throw", script.throw);
    flags.many("--blacklist-ip", "blacklistIPs", &script.blacklist_ips);
    flags.many("--block-hostnames", "blockHostnames", &script.block_hostnames);
    flags.one("--dns", "dns", script.dns.clone());
    flags.one("--local-ips", "localIPs", script.local_ips.clone());
    let discard = script.discard_response_bodies;
    flags.switch("--discard-response-bodies", "discardResponseBodies", discard);
}

/// What the command line says beside options; variables named without a value are read with `variable`.
pub(crate) fn runtime(
    script: &ScriptArgs,
    variable: impl Fn(&str) -> Option<String>,
) -> RuntimeOptions {
    let env = script.env.iter().filter_map(|(name, value)| {
        Some((name.clone(), value.clone().or_else(|| variable(name))?))
    });
    RuntimeOptions {
        no_thresholds: script.no_thresholds,
        no_summary: script.no_summary,
        summary_mode: script.summary_mode,
        summary_export: script.summary_export.clone(),
        machine_readable_summary: script.new_machine_readable_summary,
        include_system_env_vars: script.include_system_env_vars,
        env: env.collect(),
        config: script.config.clone(),
        log_output: script.log_output.clone(),
        log_format: script.log_format.clone(),
        secret_sources: script.secret_sources.clone(),
        outs: Vec::new(),
        no_color: script.no_color.then_some(true),
    }
}

#[derive(Default)]
struct Flags(Vec<Flag>);

impl Flags {
    fn many(&mut self, name: &'static str, key: &'static str, values: &[String]) {
        if !values.is_empty() {
            self.0.push(Flag { name, key, values: values.to_vec() });
        }
    }

    fn one(&mut self, name: &'static str, key: &'static str, value: Option<String>) {
        let values: Vec<String> = value.into_iter().collect();
        self.many(name, key, &values);
    }

    fn switch(&mut self, name: &'static str, key: &'static str, value: Option<bool>) {
        self.one(name, key, value.map(|value| value.to_string()));
    }
}
