//! Arguments that do not fit the target: those of scripts with a URL, those of URLs with a script.

use super::args::ScriptArgs;
use crate::commands::run::Args;
use crate::failure::Failure;

/// Says which argument makes sense with a script only, if one was given without a script.
pub(crate) fn not_without_script(script: &ScriptArgs) -> Result<(), Failure> {
    let given: Vec<(&str, bool)> =
        of_requests(script).into_iter().chain(of_results(script)).collect();
    refuse(&given, "is for k6 scripts", "the target would be a file such as script.js")
}

/// Arguments that say what scripts do.
fn of_requests(script: &ScriptArgs) -> [(&'static str, bool); 21] {
    [
        ("stage", !script.stages.is_empty()),
        ("env", !script.env.is_empty()),
        ("tag", !script.tags.is_empty()),
        ("config", script.config.is_some()),
        ("rps", script.rps.is_some()),
        ("execution-segment", script.execution_segment.is_some()),
        ("execution-segment-sequence", script.execution_segment_sequence.is_some()),
        ("paused", script.paused.is_some()),
        ("no-setup", script.no_setup.is_some()),
        ("no-teardown", script.no_teardown.is_some()),
        ("max-redirects", script.max_redirects.is_some()),
        ("batch", script.batch.is_some()),
        ("batch-per-host", script.batch_per_host.is_some()),
        ("user-agent", script.user_agent.is_some()),
        ("http-debug", script.http_debug.is_some()),
        ("no-connection-reuse", script.no_connection_reuse.is_some()),
        ("no-vu-connection-reuse", script.no_vu_connection_reuse.is_some()),
        ("min-iteration-duration", script.min_iteration_duration.is_some()),
        ("throw", script.throw.is_some()),
        ("blacklist-ip", !script.blacklist_ips.is_empty()),
        ("block-hostnames", !script.block_hostnames.is_empty()),
    ]
}

/// Arguments that say what is told of it.
fn of_results(script: &ScriptArgs) -> [(&'static str, bool); 22] {
    [
        ("dns", script.dns.is_some()),
        ("local-ips", script.local_ips.is_some()),
        ("discard-response-bodies", script.discard_response_bodies.is_some()),
        ("no-thresholds", script.no_thresholds.is_some()),
        ("no-summary", script.no_summary.is_some()),
        ("summary-mode", script.summary_mode.is_some()),
        ("summary-export", script.summary_export.is_some()),
        ("new-machine-readable-summary", script.new_machine_readable_summary.is_some()),
        ("summary-trend-stats", !script.summary_trend_stats.is_empty()),
        ("summary-time-unit", script.summary_time_unit.is_some()),
        ("system-tags", !script.system_tags.is_empty()),
        ("console-output", script.console_output.is_some()),
        ("log-output", script.log_output.is_some()),
        ("log-format", script.log_format.is_some()),
        ("secret-source", !script.secret_sources.is_empty()),
        ("include-system-env-vars", script.include_system_env_vars.is_some()),
        ("features", !script.features.is_empty()),
        ("linger", script.linger.is_some()),
        ("verbose", script.verbose),
        ("compatibility-mode", script.compatibility_mode.is_some()),
        ("no-usage-report", script.no_usage_report.is_some()),
        ("address", script.address.is_some()),
    ]
}

/// Says which argument makes no sense with a script, if one was given.
pub(crate) fn not_for_scripts(args: &Args) -> Result<(), Failure> {
    let (traffic, request) = (&args.traffic, &args.request);
    let of_traffic = [
        ("test", traffic.test.is_some()),
        ("rate", traffic.rate.is_some()),
        ("iterations-each", traffic.iterations_each.is_some()),
        ("burst", traffic.burst.is_some()),
        ("poisson", traffic.poisson),
        ("think", traffic.think.is_some()),
        ("scale", traffic.scale.is_some()),
        ("max-users", traffic.max_users.is_some()),
        ("max-late", traffic.max_late.is_some()),
        ("graceful-stop", traffic.graceful_stop.is_some()),
    ];
    let hint = "a script says in its `options` what traffic it drives; `--users`, `--for`, `--iterations` and `--stage` replace that";
    refuse(&of_traffic, "does not fit a script", hint)?;
    let of_requests = [
        ("method", request.method.is_some()),
        ("header", !request.headers.is_empty()),
        ("body", request.body.is_some()),
        ("basic", request.basic.is_some()),
        ("bearer", request.bearer.is_some()),
        ("connections", args.network.connections.is_some()),
    ];
    refuse(&of_requests, "does not fit a script", "a script makes its requests itself")
}

fn refuse(given: &[(&str, bool)], why: &str, hint: &str) -> Result<(), Failure> {
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((name, _)) => Err(Failure::usage(format!("`--{name}` {why}"), hint)),
        None => Ok(()),
    }
}
