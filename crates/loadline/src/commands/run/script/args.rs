//! The arguments of k6's `run` that only a script understands, as data.
//!
//! Those that Loadline has anyway (`--users`, `--for`, `--iterations`, `--insecure`, `--quiet`, `--out`) serve
//! scripts, too. What each of them means to a script is in `script/layer.rs`.

use clap::Args as ClapArgs;
use loadline_script::options::SummaryMode;

use crate::commands::values::{assignment, mode, tag};

/// What only a k6 script understands.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "k6 scripts")]
pub(crate) struct ScriptArgs {
    /// A stage of users: 30s:10. May be given several times, or with commas between.
    #[arg(long = "stage", short = 's', value_name = "TIME:USERS")]
    pub(crate) stages: Vec<String>,
    /// A variable of `__ENV`: NAME=VALUE, or NAME for the process's own. May be given several times.
    #[arg(long, short = 'e', value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) env: Vec<(String, Option<String>)>,
    /// A tag for every sample: NAME=VALUE. May be given several times.
    #[arg(long = "tag", value_name = "NAME=VALUE", value_parser = tag)]
    pub(crate) tags: Vec<String>,
    /// A file of options in JSON, below those of the script.
    #[arg(long, short = 'c', value_name = "FILE")]
    pub(crate) config: Option<String>,
    /// Requests per second of all users together, at most.
    #[arg(long, value_name = "N")]
    pub(crate) rps: Option<String>,
    /// The part of the traffic to drive here: 10%, 1/3, 0.2:2/3.
    #[arg(long, value_name = "PART", hide_short_help = true)]
    pub(crate) execution_segment: Option<String>,
    /// Where the parts of all processes meet: 0,1/4,1/2,1.
    #[arg(long, value_name = "PARTS", hide_short_help = true)]
    pub(crate) execution_segment_sequence: Option<String>,
    /// Wait to be told before the test starts: press Enter.
    #[arg(long, short = 'p', value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) paused: Option<bool>,
    /// Do not run `setup()`.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) no_setup: Option<bool>,
    /// Do not run `teardown()`.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) no_teardown: Option<bool>,
    /// Redirects that a request follows; 10 unless said otherwise.
    #[arg(long, value_name = "N", hide_short_help = true)]
    pub(crate) max_redirects: Option<String>,
    /// Requests of one `http.batch()` under way at once; 20 unless said otherwise.
    #[arg(long, value_name = "N", hide_short_help = true)]
    pub(crate) batch: Option<String>,
    /// The same to one host; 6 unless said otherwise, 0 is no limit.
    #[arg(long, value_name = "N", hide_short_help = true)]
    pub(crate) batch_per_host: Option<String>,
    /// What to send as User-Agent.
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    pub(crate) user_agent: Option<String>,
    /// Log the head of each request and answer; with `full` their bodies, too.
    #[arg(long, value_name = "full", num_args = 0..=1, require_equals = true, default_missing_value = "headers", hide_short_help = true)]
    pub(crate) http_debug: Option<String>,
    /// Open a connection for each request.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) no_connection_reuse: Option<bool>,
    /// Open connections anew in each iteration.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) no_vu_connection_reuse: Option<bool>,
    /// The shortest time that an iteration takes.
    #[arg(long, value_name = "TIME", hide_short_help = true)]
    pub(crate) min_iteration_duration: Option<String>,
    /// Failed requests throw.
    #[arg(long, short = 'w', value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) throw: Option<bool>,
    /// Never connect to addresses of this range: 10.0.0.0/8. May be given several times.
    #[arg(long = "blacklist-ip", value_name = "RANGE", hide_short_help = true)]
    pub(crate) blacklist_ips: Vec<String>,
    /// Never call hosts of this pattern: *.example.com. May be given several times.
    #[arg(long, value_name = "PATTERN", hide_short_help = true)]
    pub(crate) block_hostnames: Vec<String>,
    /// How names are looked up: ttl=5m,select=random,policy=preferIPv4.
    #[arg(long, value_name = "KEYS", hide_short_help = true)]
    pub(crate) dns: Option<String>,
    /// Addresses to connect from: 192.168.0.10-192.168.0.25,fd00::/120.
    #[arg(long, value_name = "ADDRESSES", hide_short_help = true)]
    pub(crate) local_ips: Option<String>,
    /// Read bodies and forget them, unless a request asks otherwise.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) discard_response_bodies: Option<bool>,
    /// Leave thresholds out.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    pub(crate) no_thresholds: Option<bool>,
    /// Show no summary at the end, and do not call `handleSummary()`.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    pub(crate) no_summary: Option<bool>,
    /// How much the summary tells: compact, full, legacy or disabled.
    #[arg(long, value_name = "MODE", value_parser = mode)]
    pub(crate) summary_mode: Option<SummaryMode>,
    /// Write the summary as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) summary_export: Option<String>,
    /// Write that JSON in k6's newer form.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) new_machine_readable_summary: Option<bool>,
    /// The figures of times in the summary: avg,min,med,max,p(90),p(95),count.
    #[arg(long, value_name = "FIGURES")]
    pub(crate) summary_trend_stats: Vec<String>,
    /// The unit of times in the summary: s, ms or us.
    #[arg(long, value_name = "UNIT", hide_short_help = true)]
    pub(crate) summary_time_unit: Option<String>,
    /// The tags that samples get without being asked: status,method,name.
    #[arg(long, value_name = "TAGS", hide_short_help = true)]
    pub(crate) system_tags: Vec<String>,
    /// Write what the script logs to a file.
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) console_output: Option<String>,
    /// Where the log goes: stderr, stdout, none or file=FILE.
    #[arg(long, value_name = "PLACE", hide_short_help = true)]
    pub(crate) log_output: Option<String>,
    /// How lines of the log look: text, json or raw.
    #[arg(long, value_name = "FORM", hide_short_help = true)]
    pub(crate) log_format: Option<String>,
    /// Where secrets come from: file=FILE or mock=KEY=VALUE. May be given several times.
    #[arg(long = "secret-source", value_name = "SOURCE", hide_short_help = true)]
    pub(crate) secret_sources: Vec<String>,
    /// Whether `__ENV` holds the variables of the process; it does unless said otherwise.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) include_system_env_vars: Option<bool>,
    /// What of k6 is switched on early: merge-run-tags.
    #[arg(long, value_name = "NAMES", hide_short_help = true)]
    pub(crate) features: Vec<String>,
    /// Stay after the test until interrupted.
    #[arg(long, short = 'l', value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) linger: Option<bool>,
    /// Log more.
    #[arg(long, short = 'v', hide_short_help = true)]
    pub(crate) verbose: bool,
    /// No colours.
    #[arg(long, hide_short_help = true)]
    pub(crate) no_color: bool,
    /// What the file is, whatever its name: js.
    #[arg(long = "type", short = 't', value_name = "TYPE", value_parser = ["js"], hide_possible_values = true, hide_short_help = true)]
    pub(crate) kind: Option<String>,
    /// Accepted: scripts run alike in each mode.
    #[arg(long, value_name = "MODE", value_parser = ["extended", "base", "experimental_enhanced"], hide_possible_values = true, hide_short_help = true)]
    pub(crate) compatibility_mode: Option<String>,
    /// Accepted: nothing is ever sent to anybody.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    pub(crate) no_usage_report: Option<bool>,
    /// Accepted: there is no server to ask.
    #[arg(long, short = 'a', value_name = "ADDRESS", hide_short_help = true)]
    pub(crate) address: Option<String>,
}
