//! Arguments that do not fit the target: those of scripts with a URL, those of URLs with a script.

use super::args::ScriptArgs;
use crate::commands::run::Args;
use crate::failure::Failure;

/// Says which argument makes sense with a script only, if one was given without a script.
pub(crate) fn not_without_script(script: &ScriptArgs) -> Result<(), Failure> {
    // Every field is named, so that a new argument cannot be forgotten here.
    let ScriptArgs {
        stages,
        env,
        tags,
        config,
        rps,
        execution_segment,
        execution_segment_sequence,
        paused,
        no_setup,
        no_teardown,
        max_redirects,
        batch,
        batch_per_host,
        user_agent,
        http_debug,
        no_connection_reuse,
        no_vu_connection_reuse,
        min_iteration_duration,
        throw,
        blacklist_ips,
        block_hostnames,
        dns,
        local_ips,
        discard_response_bodies,
        no_thresholds,
        no_summary,
        summary_mode,
        summary_export,
        new_machine_readable_summary,
        summary_trend_stats,
        summary_time_unit,
        system_tags,
        console_output,
        log_output,
        log_format,
        secret_sources,
        include_system_env_vars,
        features,
        linger,
        verbose,
        no_color: _,
        kind: _,
        compatibility_mode,
        no_usage_report,
        address,
    } = script;
    let given = [
        ("stage", !stages.is_empty()),
        ("env", !env.is_empty()),
        ("tag", !tags.is_empty()),
        ("config", config.is_some()),
        ("rps", rps.is_some()),
        ("execution-segment", execution_segment.is_some()),
        ("execution-segment-sequence", execution_segment_sequence.is_some()),
        ("paused", paused.is_some()),
        ("no-setup", no_setup.is_some()),
        ("no-teardown", no_teardown.is_some()),
        ("max-redirects", max_redirects.is_some()),
        ("batch", batch.is_some()),
        ("batch-per-host", batch_per_host.is_some()),
        ("user-agent", user_agent.is_some()),
        ("http-debug", http_debug.is_some()),
        ("no-connection-reuse", no_connection_reuse.is_some()),
        ("no-vu-connection-reuse", no_vu_connection_reuse.is_some()),
        ("min-iteration-duration", min_iteration_duration.is_some()),
        ("throw", throw.is_some()),
        ("blacklist-ip", !blacklist_ips.is_empty()),
        ("block-hostnames", !block_hostnames.is_empty()),
        ("dns", dns.is_some()),
        ("local-ips", local_ips.is_some()),
        ("discard-response-bodies", discard_response_bodies.is_some()),
        ("no-thresholds", no_thresholds.is_some()),
        ("no-summary", no_summary.is_some()),
        ("summary-mode", summary_mode.is_some()),
        ("summary-export", summary_export.is_some()),
        ("new-machine-readable-summary", new_machine_readable_summary.is_some()),
        ("summary-trend-stats", !summary_trend_stats.is_empty()),
        ("summary-time-unit", summary_time_unit.is_some()),
        ("system-tags", !system_tags.is_empty()),
        ("console-output", console_output.is_some()),
        ("log-output", log_output.is_some()),
        ("log-format", log_format.is_some()),
        ("secret-source", !secret_sources.is_empty()),
        ("include-system-env-vars", include_system_env_vars.is_some()),
        ("features", !features.is_empty()),
        ("linger", linger.is_some()),
        ("verbose", *verbose),
        ("compatibility-mode", compatibility_mode.is_some()),
        ("no-usage-report", no_usage_report.is_some()),
        ("address", address.is_some()),
    ];
    refuse(&given, "is for k6 scripts", "the target would be a file such as script.js")
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
