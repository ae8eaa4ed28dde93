//! `k6/execution`: where in the test a script's code runs.

use rquickjs::function::Opt;
use rquickjs::object::Accessor;
use rquickjs::{Ctx, IntoJs, Object, Result, Value};

use super::{Builtin, Member, Support};
use crate::engine::{function, throw, throw_uncatchable};
use crate::script::{Abort, LogLevel, LogSource};
use crate::vu::{Phase, Vu};

/// The module.
pub(crate) struct Execution;

const ONE_PROCESS: Support = Support::Partly("counts the users of this process's thread");

impl Builtin for Execution {
    const NAME: &'static str = "k6/execution";
    const MEMBERS: &'static [Member] = &[
        Member::full("scenario"),
        Member::full("instance"),
        Member::full("vu"),
        Member::full("test"),
        Member::full("scenario.name"),
        Member::full("scenario.executor"),
        Member::full("scenario.startTime"),
        Member::full("scenario.progress"),
        Member::full("scenario.iterationInInstance"),
        Member::full("scenario.iterationInTest"),
        Member { name: "instance.iterationsCompleted", support: ONE_PROCESS },
        Member { name: "instance.iterationsInterrupted", support: ONE_PROCESS },
        Member { name: "instance.vusActive", support: ONE_PROCESS },
        Member { name: "instance.vusInitialized", support: ONE_PROCESS },
        Member::full("instance.currentTestRunDuration"),
        Member::full("vu.idInInstance"),
        Member::full("vu.idInTest"),
        Member::full("vu.iterationInInstance"),
        Member::full("vu.iterationInScenario"),
        Member::full("vu.tags"),
        Member::full("vu.metrics.tags"),
        Member {
            name: "vu.metrics.metadata",
            support: Support::Partly("kept, and not written to outputs"),
        },
        Member::full("test.abort"),
        Member::full("test.fail"),
        Member::full("test.options"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        object.set("scenario", scenario(ctx)?)?;
        object.set("instance", instance(ctx)?)?;
        object.set("vu", super::execution_vu::vu(ctx)?)?;
        object.set("test", test(ctx)?)?;
        Ok(object)
    }
}

/// Throws in the init phase, in which none of it is known.
fn past_init<'js>(ctx: &Ctx<'js>, what: &str) -> Result<std::rc::Rc<Vu>> {
    let vu = Vu::current();
    vu.past_init(ctx, &format!("getting {what} information in the init context is not supported"))?;
    Ok(vu)
}

fn scenario<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    for name in
        ["name", "executor", "startTime", "progress", "iterationInInstance", "iterationInTest"]
    {
        let read = move |ctx: Ctx<'js>| of_scenario(&ctx, name);
        object.prop(name, Accessor::from(read).enumerable())?;
    }
    Ok(object)
}

fn of_scenario<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
    let vu = past_init(ctx, "scenario")?;
    let settings = vu.code.settings();
    let scenario = settings.scenarios.get(vu.identity.load);
    let Some(scenario) = scenario.filter(|_| vu.phase() == Phase::Iteration) else {
        let message = "getting scenario information outside of the VU context is not supported";
        return Err(throw(ctx, message));
    };
    let begun = vu.code.started() + scenario.start;
    let elapsed = begun.elapsed().as_secs_f64();
    match name {
        "name" => scenario.name.as_str().into_js(ctx),
        "executor" => scenario.executor.into_js(ctx),
        "startTime" => (vu.code.started_ms() + scenario.start.as_millis() as f64).into_js(ctx),
        "progress" => {
            let length = scenario.length.as_secs_f64();
            let share = if length > 0.0 { elapsed / length } else { 1.0 };
            share.clamp(0.0, 1.0).into_js(ctx)
        }
        _ => (vu.turn().map_or(0, |turn| turn.in_load.saturating_sub(1)) as f64).into_js(ctx),
    }
}

fn instance<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    for name in [
        "iterationsCompleted",
        "iterationsInterrupted",
        "vusActive",
        "vusInitialized",
        "currentTestRunDuration",
    ] {
        let read = move |ctx: Ctx<'js>| of_instance(&ctx, name);
        object.prop(name, Accessor::from(read).enumerable())?;
    }
    Ok(object)
}

fn of_instance<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
    let vu = past_init(ctx, "instance")?;
    let tally = &vu.code.tally;
    let count = match name {
        "iterationsCompleted" => tally.completed(),
        "iterationsInterrupted" => tally.interrupted(),
        "vusActive" => tally.active(),
        "vusInitialized" => tally.initialized(),
        _ => return (vu.code.started().elapsed().as_secs_f64() * 1_000.0).into_js(ctx),
    };
    (count as f64).into_js(ctx)
}

fn test<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let end = |only_fails: bool| {
        move |ctx: Ctx<'js>, message: Opt<Value<'js>>| -> Result<()> {
            stop(&ctx, message.0, only_fails)
        }
    };
    object.set("abort", function(ctx, "abort", end(false))?)?;
    object.set("fail", function(ctx, "fail", end(true))?)?;
    let options = |ctx: Ctx<'js>| {
        let vu = past_init(&ctx, "test options")?;
        ctx.json_parse(vu.code.options_json().to_string())
    };
    object.prop("options", Accessor::from(options).enumerable())?;
    Ok(object)
}

fn stop<'js>(ctx: &Ctx<'js>, message: Option<Value<'js>>, only_fails: bool) -> Result<()> {
    let vu = Vu::current();
    let message = message.filter(|message| !message.is_undefined());
    let message = message.map(|message| super::input::coerced_text(ctx, message)).transpose()?;
    let text = match (&message, only_fails) {
        (Some(message), false) => format!("test aborted: {message}"),
        (None, false) => "test aborted".to_owned(),
        (Some(message), true) => format!("test marked as failed: {message}"),
        (None, true) => "test marked as failed".to_owned(),
    };
    vu.code.abort(Abort { message: text.clone(), only_fails });
    if only_fails {
        vu.code.host.log(LogLevel::Error, &text, LogSource::Engine);
        return Ok(());
    }
    vu.fail(&text);
    Err(throw_uncatchable(ctx, &text))
}
