//! A script under test, from its file to its last word: what the binary drives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use loadline_core::traffic::Segment;
use loadline_core::{Tags, Window};
use loadline_load::{Load, NetworkOptions, StopSignal, run_once};

use crate::engine::{Outcome, ScriptError, Work};
use crate::metrics::Registered;
use crate::modules::MODULES;
use crate::options::{self, Options, OptionsError};
use crate::output::{Metric, Submetric};
use crate::plan::{Plan, plan};
use crate::scenario::ScriptScenario;
use crate::script::{Code, Host, LogLevel, LogSource};
use crate::secrets::Secrets;
use crate::seen::SeenGroup;
use crate::sink::{SampleSink, Take};
use crate::source::{LoadOptions, Program, SourceError};
use crate::user::ScriptUser;
use crate::vu::Identity;

/// How often a top level that waits looks whether the test was stopped.
const STOP_LOOKED_AT: Duration = Duration::from_millis(50);

/// What a script is loaded from.
pub struct Source<'a> {
    /// Its path.
    pub path: &'a Path,
    /// Its text, where that is not read from the path.
    pub text: Option<Vec<u8>>,
    /// The folder that paths are shown relative to.
    pub cwd: &'a Path,
    /// `__ENV`.
    pub env: BTreeMap<String, String>,
    /// Gets a remote module; an error says why not.
    pub fetch: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
    /// Where copies of remote modules are kept.
    pub cache: Option<PathBuf>,
    /// Where its secrets come from, as `--secret-source` says it.
    pub secret_sources: &'a [String],
}

/// A script whose top level was run.
pub struct Script {
    code: Arc<Code>,
    loads: Vec<Load>,
    segment: Option<Segment>,
}

/// Why a script cannot be run, or did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum ScriptFailure {
    /// A file of it cannot be read or parsed.
    #[error("{message}")]
    Source {
        /// What is wrong, with its place.
        message: String,
        /// What would be accepted.
        hint: Option<String>,
        /// Whether it is the script itself that cannot be read.
        entry: bool,
    },
    /// An exception that nothing caught; the text has its stack.
    #[error("{0}")]
    Exception(String),
    /// Its options are of no use.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// It took longer than it may.
    #[error("{what}() took longer than {limit:?}")]
    TimedOut {
        /// `setup`, `teardown` or `handleSummary`.
        what: &'static str,
        /// How long it may take.
        limit: Duration,
    },
    /// The script ended the test.
    #[error("{0}")]
    Aborted(String),
    /// Its requests could not be made.
    #[error(transparent)]
    Run(#[from] loadline_load::RunError),
}

impl From<SourceError> for ScriptFailure {
    fn from(error: SourceError) -> Self {
        let (hint, entry) = (error.hint.clone(), error.entry);
        Self::Source { message: error.to_string(), hint, entry }
    }
}

impl From<ScriptError> for ScriptFailure {
    fn from(error: ScriptError) -> Self {
        Self::Exception(error.to_string())
    }
}

impl ScriptFailure {
    /// What to do about it, where there is something to say.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Source { hint, .. } => hint.clone(),
            Self::Options(error) => (!error.hint.is_empty()).then(|| error.hint.clone()),
            _ => None,
        }
    }
}

impl Script {
    /// Reads a script and all it imports, and runs its top level once to see what it exports.
    ///
    /// # Errors
    /// When a file cannot be used, or the top level throws.
    pub fn load(
        source: Source<'_>,
        host: Box<dyn Host>,
        stop: StopSignal,
    ) -> Result<Self, ScriptFailure> {
        let known = |name: &str| MODULES.iter().any(|module| module.name == name);
        let Source { path, text, cwd, env, fetch, cache, secret_sources } = source;
        let secrets = Secrets::read(secret_sources, cwd)?;
        let options = LoadOptions { known: &known, fetch, cache };
        let program = match text {
            Some(text) => Program::load_bytes(text, cwd, &options)?,
            None => Program::load(path, cwd, &options)?,
        };
        for warning in &program.warnings {
            host.log(LogLevel::Warning, warning, LogSource::Engine);
        }
        let code = Arc::new(Code::new(program, env, stop, host, secrets)?);
        match top_level(&code)? {
            Outcome::Failed(error) => Err(told(&code, &error)),
            _ => Ok(Self { code, loads: Vec::new(), segment: None }),
        }
    }

    /// `export const options` as JSON; null without.
    pub fn options(&self) -> serde_json::Value {
        self.code.learned().map(|learned| learned.options.clone()).unwrap_or_default()
    }

    /// The exported functions.
    pub fn functions(&self) -> Vec<String> {
        self.code.learned().map(|learned| learned.functions.clone()).unwrap_or_default()
    }

    /// Whether it exports a function of that name.
    pub fn has(&self, function: &str) -> bool {
        self.code
            .learned()
            .is_some_and(|learned| learned.functions.iter().any(|own| own == function))
    }

    /// Decides on consolidated options; `json` is what scripts see of them.
    ///
    /// # Errors
    /// When a scenario runs a function that the script does not export, or cannot be driven.
    pub fn decide(
        &mut self,
        options: Options,
        json: serde_json::Value,
    ) -> Result<(), ScriptFailure> {
        options::check_functions(&options, |name| self.has(name))?;
        let Plan { loads, segment, settings } = plan(options, json)?;
        self.code.decide(settings);
        (self.loads, self.segment) = (loads, segment);
        Ok(())
    }

    /// The loads of its scenarios.
    pub fn loads(&self) -> &[Load] {
        &self.loads
    }

    /// The part of them that is driven here, where others drive the rest.
    pub const fn segment(&self) -> Option<&Segment> {
        self.segment.as_ref()
    }

    /// Users it has at once at most.
    pub fn users_max(&self) -> u32 {
        self.loads.iter().map(crate::plan::users_max).sum()
    }

    /// Users made so far.
    pub fn users_made(&self) -> u64 {
        self.code.tally.initialized()
    }

    /// Names of the scenarios, in the order of the loads.
    pub fn scenario_names(&self) -> Vec<String> {
        self.code.settings().scenarios.iter().map(|scenario| scenario.name.clone()).collect()
    }

    /// Every metric of the test; thresholds and sub-metrics as its options have them.
    pub fn metrics(&self) -> Vec<Arc<Metric>> {
        let thresholds = self.code.settings().options.thresholds.clone().unwrap_or_default();
        let metric = |registered: &Registered| {
            let sources = |name: &str| {
                let specs = thresholds.get(name).into_iter().flatten();
                specs.map(|spec| spec.source.clone()).collect::<Vec<_>>()
            };
            let submetric = |name: &String| crate::threshold::submetric(name, &registered.name);
            Arc::new(Metric {
                name: registered.name.clone(),
                kind: registered.kind,
                contains: registered.contains,
                series: registered.series.clone(),
                thresholds: sources(&registered.name),
                submetrics: with_expected_responses(
                    &registered.name,
                    thresholds.keys().filter_map(submetric).collect(),
                ),
            })
        };
        self.code.metrics.all().iter().map(metric).collect()
    }

    /// Paths of groups and checks in the order they were first seen: `::group`, `::group::check`.
    pub fn seen_paths(&self) -> Vec<String> {
        let groups = self.code.seen.groups().into_iter();
        let paths = |SeenGroup { path, checks }: SeenGroup| {
            let checks: Vec<String> =
                checks.iter().map(|check| format!("{path}::{check}")).collect();
            std::iter::once(path).chain(checks)
        };
        groups.flat_map(paths).collect()
    }

    /// Hands every sample to `take`, one by one.
    pub fn send_samples(&self, take: Take) {
        let tagging = self.code.settings().tagging;
        self.code.set_sink(SampleSink::new(self.metrics(), tagging, take));
    }

    /// Runs `setup()`; gives what was measured meanwhile.
    ///
    /// # Errors
    /// When it throws or takes too long.
    pub fn setup(&self, network: &NetworkOptions) -> Result<Window, ScriptFailure> {
        let limit = self.code.settings().options.setup_timeout();
        let (json, window) = self.once("setup", Work::Setup, limit, network)?;
        json.into_iter().for_each(|json| self.code.set_setup_data(json));
        Ok(window)
    }

    /// What `setup()` returned, as JSON.
    pub fn setup_data(&self) -> Option<&str> {
        self.code.setup_data()
    }

    /// The users; `before` is what the setup measured.
    pub fn scenario(&self, before: Window) -> ScriptScenario {
        ScriptScenario::new(self.code.clone(), before)
    }

    /// Runs `teardown()`; gives what was measured meanwhile.
    ///
    /// # Errors
    /// When it throws or takes too long.
    pub fn teardown(&self, network: &NetworkOptions) -> Result<Window, ScriptFailure> {
        let limit = self.code.settings().options.teardown_timeout();
        Ok(self.once("teardown", Work::Teardown, limit, network)?.1)
    }

    /// Runs `handleSummary(data)`; gives what it returned as JSON, nothing where it returned nothing.
    ///
    /// # Errors
    /// When it throws or takes too long.
    pub fn handle_summary(
        &self,
        data: &serde_json::Value,
        network: &NetworkOptions,
    ) -> Result<Option<String>, ScriptFailure> {
        let limit = self.code.settings().options.handle_summary_timeout();
        let work = Work::Summary(data.to_string());
        Ok(self.once("handleSummary", work, limit, network)?.0)
    }

    /// Logs a line about the run where the script's own lines go.
    pub fn log(&self, level: LogLevel, message: &str) {
        self.code.host.log(level, message, LogSource::Engine);
    }

    /// What the script said when it ended the test, and whether the test only fails.
    pub fn aborted(&self) -> Option<(String, bool)> {
        self.code.aborted().map(|abort| (abort.message, abort.only_fails))
    }

    fn once(
        &self,
        what: &'static str,
        work: Work,
        limit: Duration,
        network: &NetworkOptions,
    ) -> Result<(Option<String>, Window), ScriptFailure> {
        let code = self.code.clone();
        let group = matches!(what, "setup" | "teardown").then(|| format!("::{what}"));
        let (outcome, window) = run_once(network, move |worker| async move {
            let mut user = ScriptUser::new(code, Identity::NONE, worker);
            group.into_iter().for_each(|group| user.tag_group(&group));
            let outcome = tokio::time::timeout(limit, user.perform(work)).await;
            user.tell_bytes();
            outcome
        })?;
        match outcome {
            Err(_) => Err(ScriptFailure::TimedOut { what, limit }),
            Ok(Outcome::Json(json)) => Ok((json, window)),
            Ok(Outcome::Failed(error)) => match self.aborted() {
                Some((message, false)) => Err(ScriptFailure::Aborted(message)),
                _ => Err(told(&self.code, &error)),
            },
            Ok(_) => Ok((None, window)),
        }
    }
}

/// Runs the top level with all it waits for.
fn top_level(code: &Arc<Code>) -> Result<Outcome, ScriptFailure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(loadline_load::RunError::from)?;
    let evaluated = async {
        let mut user = ScriptUser::made(code.clone(), Identity::default(), None);
        user.perform(Work::Nothing).await
    };
    let stopped = async {
        while !code.stop.is_asked() || code.aborted().is_some() {
            tokio::time::sleep(STOP_LOOKED_AT).await;
        }
    };
    runtime.block_on(async {
        match select(pin!(evaluated), pin!(stopped)).await {
            Either::Left((outcome, _)) => Ok(outcome),
            Either::Right(_) => Err(ScriptFailure::Aborted("stopped before it began".to_owned())),
        }
    })
}

/// An exception as people are told it.
fn told(code: &Code, error: &ScriptError) -> ScriptFailure {
    if let Some(abort) = code.aborted().filter(|abort| !abort.only_fails) {
        return ScriptFailure::Aborted(abort.message);
    }
    ScriptFailure::Exception(code.secrets.hidden(&error.to_string()).into_owned())
}

/// k6 shows one part of all requests whether it has thresholds or not.
fn with_expected_responses(metric: &str, mut submetrics: Vec<Submetric>) -> Vec<Submetric> {
    let tags = Tags::new([("expected_response", "true")]);
    if metric == "http_req_duration" && submetrics.iter().all(|known| known.tags != tags) {
        submetrics.push(Submetric { suffix: "expected_response:true".to_owned(), tags });
    }
    submetrics
}
