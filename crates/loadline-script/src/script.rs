//! A script, compiled: what all its users share.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use loadline_load::StopSignal;
use rquickjs::{Ctx, Object};

use crate::engine::{Bytecode, Needs, ScriptError};
use crate::globals::{self, Global};
use crate::looks::Looks;
use crate::metrics::Registry;
use crate::secrets::{Discreet, Secrets};
use crate::seen::Seen;
use crate::settings::Settings;
use crate::sink::SampleSink;
use crate::source::Program;
use crate::tally::Tally;

type SharedValue = Arc<dyn Any + Send + Sync>;

/// What all users of a script share.
pub(crate) struct Code {
    pub(crate) program: Program,
    pub(crate) bytecode: Bytecode,
    pub(crate) needs: Needs,
    /// The globals that its users need.
    pub(crate) globals: Vec<&'static Global>,
    /// What its code can look at of answers.
    pub(crate) looks: Looks,
    /// Whether `__ITER` has to be kept up to date.
    pub(crate) mentions_iteration: bool,
    /// `__ENV`, as far as all scenarios share it.
    pub(crate) env: BTreeMap<String, String>,
    pub(crate) metrics: Registry,
    pub(crate) stop: StopSignal,
    /// What the script says and asks for, to whoever runs it.
    pub(crate) host: Box<dyn Host>,
    pub(crate) secrets: Arc<Secrets>,
    settings: OnceLock<Settings>,
    learned: OnceLock<Learned>,
    setup_data: OnceLock<String>,
    shared: Mutex<HashMap<(TypeId, String), SharedValue>>,
    abort: Mutex<Option<Abort>>,
    sink: OnceLock<SampleSink>,
    started: OnceLock<Instant>,
    /// Groups and checks in the order they were first seen.
    pub(crate) seen: Seen,
    pub(crate) tally: Tally,
    started_ms: OnceLock<f64>,
}

/// What a script needs of the process it runs in.
pub trait Host: Send + Sync {
    /// A line the script logs.
    fn log(&self, level: LogLevel, message: &str, source: LogSource);
}

/// How grave a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// For who looks for a mistake.
    Debug,
    /// Worth saying.
    Info,
    /// Something may be wrong.
    Warning,
    /// Something is wrong.
    Error,
}

/// Who a line is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogSource {
    /// `console` of the script.
    Console,
    /// An exception that nothing caught.
    Stacktrace,
    /// A request that failed: the line is its error.
    Request,
    /// Loadline itself.
    Engine,
}

/// What the top level of a script told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Learned {
    /// `export const options`, as JSON.
    pub(crate) options: serde_json::Value,
    /// Exported functions.
    pub(crate) functions: Vec<String>,
}

/// The script ended the test itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Abort {
    /// What it said.
    pub(crate) message: String,
    /// Whether the test only fails and goes on.
    pub(crate) only_fails: bool,
}

impl Code {
    pub(crate) fn new(
        program: Program,
        env: BTreeMap<String, String>,
        stop: StopSignal,
        host: Box<dyn Host>,
        secrets: Secrets,
    ) -> Result<Self, ScriptError> {
        let mut env = env;
        // Each user holds its own copy: a script that names what it wants gets no more.
        if !program.uses_whole("__ENV") {
            env.retain(|name, _| program.mentions(name));
        }
        let secrets = Arc::new(secrets);
        Ok(Self {
            globals: globals::mentioned(&program),
            bytecode: Bytecode::compile(&program)?,
            looks: Looks::of(&program),
            needs: Needs::of(&program),
            mentions_iteration: program.mentions("__ITER"),
            program,
            env,
            metrics: Registry::default(),
            stop,
            host: Box::new(Discreet { host, secrets: secrets.clone() }),
            secrets,
            settings: OnceLock::new(),
            learned: OnceLock::new(),
            setup_data: OnceLock::new(),
            shared: Mutex::default(),
            abort: Mutex::default(),
            sink: OnceLock::new(),
            started: OnceLock::new(),
            seen: Seen::default(),
            tally: Tally::default(),
            started_ms: OnceLock::new(),
        })
    }

    /// The options of the run; the defaults until they are known.
    pub(crate) fn settings(&self) -> &Settings {
        static NONE: OnceLock<Settings> = OnceLock::new();
        self.settings.get().unwrap_or_else(|| NONE.get_or_init(Settings::default))
    }

    /// Sets the options of the run, once.
    pub(crate) fn decide(&self, settings: Settings) {
        let _ = self.settings.set(settings);
    }

    /// The exported function of a scenario.
    pub(crate) fn function_of(&self, load: usize) -> &str {
        self.settings().scenarios.get(load).map_or("default", |scenario| &scenario.exec)
    }

    /// What the top level told.
    pub(crate) fn learned(&self) -> Option<&Learned> {
        self.learned.get()
    }

    /// Reads what the evaluated top level exports.
    pub(crate) fn learn<'js>(&self, ctx: &Ctx<'js>, exports: &Object<'js>) -> rquickjs::Result<()> {
        let functions = exports.keys::<String>().flatten().filter(|name| {
            exports
                .get::<_, rquickjs::Value<'js>>(name.as_str())
                .is_ok_and(|value| value.is_function())
        });
        let functions = functions.collect();
        let options: rquickjs::Value<'js> = exports.get("options")?;
        let json = ctx.json_stringify(options)?.map(|json| json.to_string()).transpose()?;
        let options = json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
        let _ = self.learned.set(Learned { options, functions });
        Ok(())
    }

    /// What `setup()` returned, as JSON.
    pub(crate) fn setup_data(&self) -> Option<&str> {
        self.setup_data.get().map(String::as_str)
    }

    pub(crate) fn set_setup_data(&self, json: String) {
        let _ = self.setup_data.set(json);
    }

    /// A value that all users of the process share, made by whoever asks first.
    pub(crate) fn shared<T: Any + Send + Sync, E>(
        &self,
        key: &str,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let lock = || self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (TypeId::of::<T>(), key.to_owned());
        if let Some(known) = lock().get(&key) {
            return Ok(known.clone().downcast().expect("the key names the type"));
        }
        // Made without the lock: making one may ask for another.
        let made: SharedValue = Arc::new(make()?);
        let kept = lock().entry(key).or_insert(made).clone();
        Ok(kept.downcast().expect("the key names the type"))
    }

    /// The script ends the test, or lets it fail.
    pub(crate) fn abort(&self, abort: Abort) {
        let only_fails = abort.only_fails;
        let mut known = self.abort.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|known| known.only_fails && !only_fails) {
            *known = Some(abort);
        }
        if !only_fails {
            self.stop.ask();
            self.stop.ask();
        }
    }

    /// Whether and why the script ended the test.
    pub(crate) fn aborted(&self) -> Option<Abort> {
        self.abort.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where each sample goes, where somebody wants them one by one.
    #[inline]
    pub(crate) fn sink(&self) -> Option<&SampleSink> {
        self.sink.get()
    }

    pub(crate) fn set_sink(&self, sink: SampleSink) {
        let _ = self.sink.set(sink);
    }

    /// When the test began; now, before it has.
    pub(crate) fn started(&self) -> Instant {
        self.started.get().copied().unwrap_or_else(Instant::now)
    }

    pub(crate) fn start(&self, at: Instant) {
        let _ = self.started.set(at);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let _ = self.started_ms.set(now.as_millis() as f64);
    }

    /// When the test began, in milliseconds since 1970.
    pub(crate) fn started_ms(&self) -> f64 {
        self.started_ms.get().copied().unwrap_or_default()
    }

    /// The options of the run as scripts see them.
    pub(crate) fn options_json(&self) -> &serde_json::Value {
        &self.settings().options_json
    }

    /// Whether users and iterations are counted for scripts that ask.
    pub(crate) fn tallies(&self) -> bool {
        self.program.builtins.contains_key("k6/execution")
    }
}
