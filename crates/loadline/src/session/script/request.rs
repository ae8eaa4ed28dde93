//! What a command line asks of a script, and the script made ready for it.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use loadline_load::{NetworkOptions, StopSignal};
use loadline_script::options::{Layer, Options, consolidate, from_script, test_options};
use loadline_script::threshold::{Metric, Thresholds};
use loadline_script::{Host, Script, ScriptFailure, Source, options::SummaryMode};

use super::log::{Log, LogRequest};
use super::remote::{cache_folder, fetch};
use crate::failure::Failure;
use crate::output::k6::{K6Out, Variables};

/// The path that stands for standard input.
pub(crate) const STDIN: &str = "-";
/// Bytes a script from standard input may have.
const STDIN_BYTES_MAX: u64 = 32 << 20;

/// How the end of a script's run is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct SummaryRequest {
    pub(crate) mode: SummaryMode,
    /// `--summary-export`
    pub(crate) export: Option<PathBuf>,
    /// Whether the export has the newer shape.
    pub(crate) machine_readable: bool,
    pub(crate) no_colour: bool,
}

/// What a command line asks of a script.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScriptRequest {
    pub(crate) path: PathBuf,
    /// Every layer of options but the script's own.
    pub(crate) layers: Vec<(Layer, Options)>,
    /// `__ENV`.
    pub(crate) env: BTreeMap<String, String>,
    /// Where its secrets come from.
    pub(crate) secret_sources: Vec<String>,
    pub(crate) summary: SummaryRequest,
    pub(crate) no_thresholds: bool,
    pub(crate) log: LogRequest,
    /// `-o`: k6's outputs.
    pub(crate) outs: Vec<K6Out>,
    /// What sets them up.
    pub(crate) variables: Variables,
}

/// A script ready to be run.
pub(crate) struct Prepared {
    pub(crate) script: Script,
    pub(crate) options: Options,
    pub(crate) thresholds: Thresholds,
}

impl ScriptRequest {
    /// Loads the script and runs its top level.
    pub(crate) fn load(
        &self,
        network: &NetworkOptions,
        stop: &StopSignal,
    ) -> Result<Script, Failure> {
        let cwd = std::env::current_dir()?;
        let fetch = |url: &str| fetch(url, network);
        let source = Source {
            path: &self.path,
            text: (self.path == Path::new(STDIN)).then(read_stdin).transpose()?,
            cwd: &cwd,
            env: self.env.clone(),
            fetch: &fetch,
            cache: cache_folder(),
            secret_sources: &self.secret_sources,
        };
        let host: Box<dyn Host> = Box::new(Log::open(&self.log)?);
        Script::load(source, host, stop.clone()).map_err(boxed)
    }

    /// Loads the script and decides on its options.
    pub(crate) fn prepare(
        &self,
        network: &NetworkOptions,
        stop: &StopSignal,
    ) -> Result<Prepared, Failure> {
        let mut script = self.load(network, stop)?;
        let own = from_script(&script.options()).map_err(wrong)?;
        let layers = self.layers.iter().cloned().chain([(Layer::Script, own)]);
        let mut options = consolidate(layers).map_err(wrong)?;
        if self.no_thresholds {
            options.thresholds = None;
        }
        script.decide(options.clone(), test_options(&options)).map_err(boxed)?;
        let thresholds =
            Thresholds::compile(&options, |name| metric(&script, name)).map_err(wrong)?;
        Ok(Prepared { script, options, thresholds })
    }

    /// The script's path as runs name it.
    pub(crate) fn shown(&self) -> &Path {
        &self.path
    }
}

fn metric(script: &Script, name: &str) -> Option<Metric> {
    let metrics = script.metrics();
    let metric = metrics.iter().find(|metric| &*metric.name == name)?;
    let series = metric.series.to_string();
    Some(Metric { kind: metric.kind, contains: metric.contains, series })
}

pub(super) fn boxed(failure: ScriptFailure) -> Failure {
    Failure::Script(Box::new(failure))
}

fn wrong(error: loadline_script::options::OptionsError) -> Failure {
    boxed(error.into())
}

fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    std::io::stdin().take(STDIN_BYTES_MAX).read_to_end(&mut text)?;
    Ok(text)
}
