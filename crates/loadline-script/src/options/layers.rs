//! Options of several sources laid over each other, and shortcuts turned into scenarios.
//!
//! The order is: configuration file, script, variables, flags; later ones win key by key. A layer that says what
//! traffic to drive (`iterations`, `duration`, `stages` or `scenarios`) does away with all that lower layers
//! said of it. In the end every option set has scenarios, each checked.

use std::collections::BTreeMap;
use std::time::Duration;

use super::check::check;
use super::error::OptionsError;
use super::model::Options;
use super::scenario::{Executor, Scenario};

/// The scenario that shortcuts make.
pub const DEFAULT_SCENARIO: &str = "default";

/// The feature that adds tags of several layers up instead of taking the highest layer's.
const MERGE_RUN_TAGS: &str = "merge-run-tags";

/// Where options come from, from the lowest to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The configuration file.
    ConfigFile,
    /// The script's `options`.
    Script,
    /// `K6_*` variables.
    Environment,
    /// Flags of the command line.
    Flags,
}

impl Layer {
    /// How warnings call it.
    const fn name(self) -> &'static str {
        match self {
            Self::ConfigFile => "the configuration file",
            Self::Script => "the script",
            Self::Environment => "the environment",
            Self::Flags => "the command line",
        }
    }
}

/// All layers as one: scenarios are there, named and checked; warnings of all layers are gathered.
///
/// # Errors
/// When keys contradict each other or a scenario cannot be driven.
pub fn consolidate(
    layers: impl IntoIterator<Item = (Layer, Options)>,
) -> Result<Options, OptionsError> {
    let mut whole = Options::default();
    let mut layers: Vec<_> = layers.into_iter().collect();
    layers.sort_by_key(|(layer, _)| *layer);
    let merges = |(_, options): &(Layer, Options)| {
        options.features.as_ref().is_some_and(|features| features.contains(MERGE_RUN_TAGS))
    };
    let merges_tags = layers.iter().any(merges);
    for (layer, options) in layers {
        lay_over(&mut whole, options, layer, merges_tags);
    }
    derive_scenarios(&mut whole)?;
    check(&whole)?;
    Ok(whole)
}

fn lay_over(whole: &mut Options, layer: Options, from: Layer, merges_tags: bool) {
    let says_traffic = layer.duration.is_some()
        || layer.iterations.is_some()
        || layer.stages.is_some()
        || layer.scenarios.is_some();
    if says_traffic {
        if whole.scenarios.is_some() {
            let from = from.name();
            whole.warnings.push(format!("{from} replaces the scenarios that were set before"));
        }
        whole.duration = layer.duration;
        whole.iterations = layer.iterations;
        whole.stages = layer.stages;
        whole.scenarios = layer.scenarios;
    }
    match (&mut whole.tags, layer.tags) {
        (Some(tags), Some(over)) if merges_tags => tags.extend(over),
        (tags, over) => replace(tags, over),
    }
    replace(&mut whole.dns.ttl, layer.dns.ttl);
    replace(&mut whole.dns.select, layer.dns.select);
    replace(&mut whole.dns.policy, layer.dns.policy);
    macro_rules! each {
        ($($field:ident),* $(,)?) => {
            $(replace(&mut whole.$field, layer.$field);)*
        };
    }
    each!(
        paused,
        vus,
        execution_segment,
        execution_segment_sequence,
        no_setup,
        setup_timeout,
        no_teardown,
        teardown_timeout,
        handle_summary_timeout,
        rps,
        max_redirects,
        user_agent,
        batch,
        batch_per_host,
        http_debug,
        insecure_skip_tls_verify,
        tls_cipher_suites,
        tls_version,
        tls_auth,
        throw,
        thresholds,
        blacklist_ips,
        block_hostnames,
        hosts,
        no_connection_reuse,
        no_vu_connection_reuse,
        min_iteration_duration,
        ext,
        summary_trend_stats,
        summary_time_unit,
        system_tags,
        metric_samples_buffer_size,
        no_cookies_reset,
        discard_response_bodies,
        console_output,
        local_ips,
        linger,
        features,
    );
    whole.warnings.extend(layer.warnings);
}

fn replace<T>(slot: &mut Option<T>, over: Option<T>) {
    if over.is_some() {
        *slot = over;
    }
}

/// Turns the shortcuts into the one scenario they stand for.
fn derive_scenarios(options: &mut Options) -> Result<(), OptionsError> {
    let has_stages = options.stages.as_ref().is_some_and(|stages| !stages.is_empty());
    let has_scenarios = options.scenarios.as_ref().is_some_and(|scenarios| !scenarios.is_empty());
    let executor = if options.iterations.is_some() {
        conflict("iterations", has_stages, has_scenarios)?;
        let (vus, iterations) = (options.vus, options.iterations);
        Executor::SharedIterations { vus, iterations, max_duration: options.duration }
    } else if let Some(duration) = options.duration {
        conflict("duration", has_stages, has_scenarios)?;
        if duration == Duration::ZERO {
            let message = "expected more than no time";
            return Err(OptionsError::of("duration", message, super::duration::ACCEPTED));
        }
        Executor::ConstantVus { vus: options.vus, duration: Some(duration) }
    } else if has_stages {
        conflict("stages", false, has_scenarios)?;
        let stages = options.stages.clone().unwrap_or_default();
        Executor::RampingVus { start_vus: options.vus, stages, graceful_ramp_down: None }
    } else if has_scenarios {
        return Ok(());
    } else {
        say_what_is_empty(options);
        without_figures(options)
    };
    let scenario = (DEFAULT_SCENARIO.to_owned(), Scenario::new(executor));
    options.scenarios = Some(BTreeMap::from([scenario]));
    Ok(())
}

fn say_what_is_empty(options: &mut Options) {
    let is_empty =
        [("stages", options.stages.is_some()), ("scenarios", options.scenarios.is_some())];
    for (key, _) in is_empty.into_iter().filter(|(_, is_empty)| *is_empty) {
        options.warnings.push(format!("`{key}` is empty: the script runs as if it were not there"));
    }
}

/// Users alone do an iteration each; without any figure there is one iteration.
const fn without_figures(options: &Options) -> Executor {
    match options.vus {
        Some(vus @ 1..) => {
            Executor::SharedIterations { vus: Some(vus), iterations: Some(vus), max_duration: None }
        }
        _ => Executor::PerVuIterations { vus: None, iterations: None, max_duration: None },
    }
}

fn conflict(key: &str, has_stages: bool, has_scenarios: bool) -> Result<(), OptionsError> {
    let other = match (has_stages, has_scenarios) {
        (true, _) => "stages",
        (_, true) => "scenarios",
        _ => return Ok(()),
    };
    let message = format!("`{key}` and `{other}` say different things about the same traffic");
    Err(OptionsError::new(message, format!("give one of `{key}`, `{other}`")))
}
