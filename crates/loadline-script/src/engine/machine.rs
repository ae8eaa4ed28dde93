//! One user's runtime at work: made in its coroutine, it evaluates the script and then does what it is told.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Object, Runtime, Value};

use super::error::ScriptError;
use super::fiber::Signal;
use super::heap::Heap;
use super::loader::{Modules, Names, load};
use super::stack::SCRIPT_STACK_BYTES;
use crate::globals;
use crate::vu::{Phase, Vu};

/// Garbage that may pile up before a cycle collection.
const GARBAGE_BYTES: usize = 256 << 10;

/// Calls that are looked through for the module being evaluated.
const FRAMES_MAX: isize = 64;

/// What a user can be told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// Nothing: it only came to evaluate the script.
    Nothing,
    /// One iteration: the exported function of that name with the setup's data.
    Iterate,
    /// `setup()`; gives its data as JSON.
    Setup,
    /// `teardown(data)`.
    Teardown,
    /// `handleSummary(data)` with that JSON; gives its answer as JSON.
    Summary(String),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was done.
    Done,
    /// It was done and gave this, where it gave anything.
    Json(Option<String>),
    /// The script has no such function.
    Missing,
    /// It was cut off.
    Interrupted,
    /// An exception ended it.
    Failed(ScriptError),
}

/// The life of a user: evaluates its script, then does what it is given until it is told to end.
pub(crate) fn live(vu: &Rc<Vu>) {
    let machine = machine(vu);
    match &machine {
        Ok((_runtime, context)) => context.with(|ctx| serve(&ctx, vu)),
        Err(error) => refuse(vu, &ScriptError::plain(format!("cannot make a runtime: {error}"))),
    }
    vu.let_go();
}

fn machine(vu: &Rc<Vu>) -> rquickjs::Result<(Runtime, Context)> {
    let runtime = Runtime::new_with_alloc(Heap::default())?;
    runtime.set_max_stack_size(SCRIPT_STACK_BYTES);
    runtime.set_gc_threshold(GARBAGE_BYTES);
    runtime.set_loader(Names(vu.code.clone()), Modules(vu.code.clone()));
    let own = vu.clone();
    runtime.set_interrupt_handler(Some(Box::new(move || is_to_stop(&own))));
    let own = vu.clone();
    runtime.set_host_promise_rejection_tracker(Some(Box::new(
        move |ctx, promise, reason, handled| {
            let mut hasher = DefaultHasher::new();
            promise.hash(&mut hasher);
            let error = || ScriptError::of_value(&ctx, &reason, &own.code.program);
            let reason = (!handled).then(|| Box::new(error()));
            own.events.note_rejection(hasher.finish(), reason);
        },
    )));
    let context = Context::base(&runtime)?;
    context.with(|ctx| vu.code.needs.add_to(&ctx));
    Ok((runtime, context))
}

/// Called by QuickJS every few thousand loops: lets the thread's other users go on, so that a busy script does
/// not hold them up, and ends one that is to stop.
fn is_to_stop(vu: &Vu) -> bool {
    if vu.phase() == Phase::Init {
        // What comes after a run is done even where the run was ended at once.
        return vu.identity.is_of_run() && vu.code.stop.is_urgent();
    }
    vu.link.is_cancelled() || vu.link.wait(tokio::task::yield_now()).is_err()
}

/// A user that could not be made fails whatever it is given.
fn refuse(vu: &Vu, error: &ScriptError) {
    vu.set_broken();
    vu.conclude(Outcome::Failed(error.clone()));
    while vu.link.rest() == Signal::Go {
        vu.conclude(Outcome::Failed(error.clone()));
    }
}

fn serve<'js>(ctx: &Ctx<'js>, vu: &Rc<Vu>) {
    let script = match evaluate(ctx, vu) {
        Ok(script) => script,
        Err(error) => return refuse(vu, &error),
    };
    vu.conclude(Outcome::Done);
    while vu.link.rest() == Signal::Go {
        if let Some(work) = vu.take_work() {
            vu.conclude(script.perform(work));
        }
    }
}

/// A script that was evaluated.
struct Script<'a, 'js> {
    ctx: &'a Ctx<'js>,
    vu: &'a Rc<Vu>,
    exports: Object<'js>,
    /// The function of its scenario, looked up once.
    function: Option<Function<'js>>,
    /// The setup's data, made for this user when it is first needed.
    data: std::cell::OnceCell<Value<'js>>,
}

fn evaluate<'a, 'js>(ctx: &'a Ctx<'js>, vu: &'a Rc<Vu>) -> Result<Script<'a, 'js>, ScriptError> {
    let begun = || {
        globals::install(ctx, vu)?;
        let entry = &vu.code.program.modules[vu.code.program.entry];
        let namespace = load_module(ctx, vu, &entry.specifier)?;
        while turn(ctx, vu)? {}
        // What CommonJS exports is not known before it has run.
        let exports = globals::commonjs_exports(ctx, vu, &entry.specifier)?;
        Ok::<_, rquickjs::Error>(exports.unwrap_or(namespace))
    };
    let exports = begun().catch(ctx).map_err(|caught| failure(vu, caught))?;
    unheard(vu).map_or(Ok(()), Err)?;
    if vu.code.learned().is_none() {
        let learned = vu.code.learn(ctx, &exports).catch(ctx);
        learned.map_err(|caught| failure(vu, caught))?;
    }
    let function = exports.get(vu.code.function_of(vu.identity.load)).ok();
    Ok(Script { ctx, vu, exports, function, data: std::cell::OnceCell::new() })
}

/// The module of that name, evaluated; its exports.
pub(crate) fn load_module<'js>(
    ctx: &Ctx<'js>,
    vu: &Vu,
    name: &str,
) -> rquickjs::Result<Object<'js>> {
    let (module, promise) = load(ctx, &vu.code, name)?.eval()?;
    settle(ctx, vu, promise.into_value())?;
    module.namespace()
}

/// The module whose code called the native function under way, which has no frame of its own.
pub(crate) fn caller(ctx: &Ctx<'_>) -> String {
    frame(ctx, 0).unwrap_or_default()
}

/// The module that is being evaluated: the one that all others under way were called from.
pub(crate) fn evaluated(ctx: &Ctx<'_>) -> String {
    let frames = (0..FRAMES_MAX).map_while(|level| frame(ctx, level));
    frames.last().unwrap_or_default()
}

fn frame(ctx: &Ctx<'_>, level: isize) -> Option<String> {
    ctx.script_or_module_name(level)?.to_string().ok()
}

fn failure(vu: &Vu, caught: CaughtError<'_>) -> ScriptError {
    let error = ScriptError::of_caught(caught, &vu.code.program);
    match vu.take_failure() {
        Some(message) => ScriptError { message, ..error },
        None => error,
    }
}

/// A promise was rejected and nobody heard of it.
fn unheard(vu: &Vu) -> Option<ScriptError> {
    let reason = vu.events.take_rejection()?;
    let message = format!("Uncaught (in promise) {}", reason.message);
    Some(ScriptError { message, ..*reason })
}

impl<'js> Script<'_, 'js> {
    fn perform(&self, work: Work) -> Outcome {
        match work {
            Work::Nothing => Outcome::Done,
            Work::Iterate => self.iterate(),
            Work::Setup => self.call("setup", Phase::Setup, None),
            Work::Teardown => self.call("teardown", Phase::Teardown, self.vu.code.setup_data()),
            Work::Summary(data) => self.call("handleSummary", Phase::Summary, Some(&data)),
        }
    }

    /// The hot path: one call of the scenario's function.
    fn iterate(&self) -> Outcome {
        let Some(function) = &self.function else { return Outcome::Missing };
        self.vu.set_phase(Phase::Iteration);
        let called = || {
            globals::begin_iteration(self.ctx, self.vu)?;
            let data = self.data()?;
            let returned: Value<'js> = function.call((data,))?;
            self.finish(returned)
        };
        self.conclude(called()).err().unwrap_or(Outcome::Done)
    }

    fn data(&self) -> rquickjs::Result<Value<'js>> {
        if let Some(data) = self.data.get() {
            return Ok(data.clone());
        }
        let data = parsed(self.ctx, self.vu.code.setup_data())?;
        Ok(self.data.get_or_init(|| data).clone())
    }

    fn call(&self, name: &str, phase: Phase, data: Option<&str>) -> Outcome {
        let Some(function) = self.exports.get::<_, Option<Function<'js>>>(name).ok().flatten()
        else {
            return Outcome::Missing;
        };
        self.vu.set_phase(phase);
        let called = || {
            let returned: Value<'js> = match (phase, data) {
                (Phase::Setup, _) => function.call(())?,
                _ => function.call((parsed(self.ctx, data)?,))?,
            };
            let returned = self.finish(returned)?;
            let json = self.ctx.json_stringify(returned)?;
            json.map(|json| json.to_string()).transpose()
        };
        self.conclude(called()).map_or_else(|outcome| outcome, Outcome::Json)
    }

    /// Waits until what a function returned is settled and nothing it began is under way.
    fn finish(&self, returned: Value<'js>) -> rquickjs::Result<Value<'js>> {
        let returned = settle(self.ctx, self.vu, returned)?;
        while turn(self.ctx, self.vu)? {}
        Ok(returned)
    }

    fn conclude<T>(&self, called: rquickjs::Result<T>) -> Result<T, Outcome> {
        let concluded = match called.catch(self.ctx) {
            Ok(value) => unheard(self.vu).map_or(Ok(value), |error| Err(Outcome::Failed(error))),
            Err(_) if self.vu.link.is_cancelled() => Err(Outcome::Interrupted),
            Err(caught) => Err(Outcome::Failed(failure(self.vu, caught))),
        };
        self.vu.events.clear();
        concluded
    }
}

fn parsed<'js>(ctx: &Ctx<'js>, json: Option<&str>) -> rquickjs::Result<Value<'js>> {
    json.map_or_else(|| Ok(Value::new_undefined(ctx.clone())), |json| ctx.json_parse(json))
}

/// Waits until a promise is settled; any other value is.
pub(super) fn settle<'js>(
    ctx: &Ctx<'js>,
    vu: &Vu,
    value: Value<'js>,
) -> rquickjs::Result<Value<'js>> {
    let Some(promise) = value.as_promise().cloned() else { return Ok(value) };
    loop {
        run_jobs(ctx, vu);
        if let Some(settled) = promise.result::<Value<'js>>() {
            return settled;
        }
        if !turn(ctx, vu)? {
            // Nothing is under way that could still settle it.
            return Ok(Value::new_undefined(ctx.clone()));
        }
    }
}

/// One turn of the event loop: false when there is nothing left to do.
fn turn(ctx: &Ctx<'_>, vu: &Vu) -> rquickjs::Result<bool> {
    run_jobs(ctx, vu);
    if vu.events.is_empty() {
        return Ok(false);
    }
    let Some(then) = vu.wait(ctx, vu.events.next())? else { return Ok(false) };
    then(ctx)?;
    Ok(true)
}

fn run_jobs(ctx: &Ctx<'_>, vu: &Vu) {
    while !vu.link.is_cancelled() && ctx.execute_pending_job() {}
}
