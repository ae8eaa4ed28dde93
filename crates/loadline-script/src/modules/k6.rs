//! `k6`: checks, groups, pauses.

use std::time::{Duration, Instant};

use rquickjs::atom::Atom;
use rquickjs::function::Opt;
use rquickjs::{Ctx, Function, Object, Result, Value};

use super::known_checks::KnownChecks;
use super::{Builtin, Member, input};
use crate::engine::{function, throw};
use crate::metrics::{MetricId, SeriesPlace, TagsId};
use crate::vu::{Phase, Vu};

/// The module.
pub(crate) struct K6;

/// The longest a script's top level sleeps at once.
const INIT_SLEEP_MAX: Duration = Duration::from_secs(60);

/// Separates the names of groups within a path.
const SEPARATOR: &str = "::";

impl Builtin for K6 {
    const NAME: &'static str = "k6";
    const MEMBERS: &'static [Member] = &[
        Member::full("check"),
        Member::full("fail"),
        Member::full("group"),
        Member::full("randomSeed"),
        Member::full("sleep"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        object.set("check", function(ctx, "check", check)?)?;
        object.set("fail", function(ctx, "fail", fail)?)?;
        object.set("group", function(ctx, "group", group)?)?;
        object.set("randomSeed", function(ctx, "randomSeed", random_seed)?)?;
        object.set("sleep", function(ctx, "sleep", sleep)?)?;
        Ok(object)
    }
}

fn sleep(ctx: Ctx<'_>, seconds: Opt<f64>) -> Result<()> {
    let vu = Vu::current();
    let seconds = seconds.0.unwrap_or_default();
    if seconds.is_nan() || seconds <= 0.0 {
        return Ok(());
    }
    let length = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX / 4);
    if vu.phase() == Phase::Init {
        // Nobody else is on this thread yet.
        std::thread::sleep(length.min(INIT_SLEEP_MAX));
        return Ok(());
    }
    vu.wait(&ctx, tokio::time::sleep(length))
}

fn fail(ctx: Ctx<'_>, message: Opt<String>) -> Result<()> {
    Err(throw(&ctx, &message.0.unwrap_or_default()))
}

fn check<'js>(
    ctx: Ctx<'js>,
    subject: Value<'js>,
    checks: Value<'js>,
    tags: Opt<Value<'js>>,
) -> Result<bool> {
    let vu = Vu::current();
    vu.past_init(&ctx, "using check in the init context is not supported")?;
    let Some(checks) = checks.as_object() else {
        return Err(throw(&ctx, "no checks provided to `check`"));
    };
    let own = own_tags(&ctx, &vu, tags.0.as_ref())?;
    let known = vu.state(KnownChecks::default);
    let mut all = true;
    for entry in checks.props::<Atom<'js>, Value<'js>>() {
        let (name, value) = entry?;
        let place = match known.get(&name, own) {
            Some(place) => place,
            None => {
                let text = name.to_string()?;
                if text.contains(SEPARATOR) {
                    return Err(throw(&ctx, "group and check names may not contain '::'"));
                }
                let place = series_of(&vu, own, &text);
                known.put(&ctx, &name, own, place);
                place
            }
        };
        let held = match value.as_function() {
            Some(function) => function.call::<_, Value<'js>>((subject.clone(),)),
            None => Ok(value),
        };
        if held.as_ref().is_ok_and(Value::is_promise) {
            let message = format!(
                "The built-in check() does not support async functions, please see https://jslib.k6.io/k6-utils for one that does: check \"{}\"",
                name.to_string()?
            );
            return Err(throw(&ctx, &message));
        }
        // An exception in one check counts as not held and is passed on.
        let held = held.map(|held| input::is_truthy(&held));
        let counted = *held.as_ref().unwrap_or(&false);
        vu.meters().add_at(place, f64::from(u8::from(counted)));
        all &= held?;
    }
    Ok(all)
}

/// The series of a check.
fn series_of(vu: &Vu, tags: TagsId, name: &str) -> SeriesPlace {
    let meters = vu.meters();
    let tags = match vu.code.settings().tagging.check {
        true => meters.with(tags, "check", name),
        false => tags,
    };
    meters.series_of(MetricId::CHECKS, tags)
}

/// The user's tags and those of an object.
pub(super) fn own_tags<'js>(
    ctx: &Ctx<'js>,
    vu: &Vu,
    object: Option<&Value<'js>>,
) -> Result<TagsId> {
    let mut tags = vu.tags();
    let Some(object) = object.and_then(Value::as_object) else { return Ok(tags) };
    for entry in object.props::<String, Value<'js>>() {
        let (name, value) = entry?;
        let value = input::coerced_text(ctx, value)?;
        tags = vu.meters().with(tags, &name, &value);
    }
    Ok(tags)
}

fn group<'js>(ctx: Ctx<'js>, name: String, body: Value<'js>) -> Result<Value<'js>> {
    let vu = Vu::current();
    vu.past_init(&ctx, "using group in the init context is not supported")?;
    if name.contains(SEPARATOR) {
        return Err(throw(&ctx, "group and check names may not contain '::'"));
    }
    let Some(body) = body.as_function() else {
        return Err(throw(&ctx, "group() requires a callback as a second argument"));
    };
    let before = vu.tags();
    let path = format!("{}{SEPARATOR}{name}", group_path(&vu, before));
    let inside = match vu.code.settings().tagging.group {
        true => vu.meters().with(before, "group", &path),
        false => before,
    };
    vu.set_tags(inside);
    let started = Instant::now();
    let returned = call(body);
    vu.set_tags(before);
    if returned.as_ref().is_ok_and(Value::is_promise) {
        return Err(throw(
            &ctx,
            "group() does not support async functions as arguments, please see https://grafana.com/docs/k6/latest/javascript-api/k6/group for more information",
        ));
    }
    if vu.phase() != Phase::Init {
        let took = started.elapsed().as_secs_f64() * 1_000.0;
        vu.meters().add(MetricId::GROUP_DURATION, inside, took);
    }
    returned
}

fn call<'js>(body: &Function<'js>) -> Result<Value<'js>> {
    body.call(())
}

/// The path of the group the user is in; empty at the root.
fn group_path(vu: &Vu, tags: TagsId) -> String {
    vu.meters().value_of(tags, "group")
}

fn random_seed(ctx: Ctx<'_>, seed: f64) -> Result<()> {
    let mut random = fastrand::Rng::with_seed(seed as i64 as u64);
    let math: Object<'_> = ctx.globals().get("Math")?;
    let random = std::cell::RefCell::new(std::mem::take(&mut random));
    math.set("random", function(&ctx, "random", move || random.borrow_mut().f64())?)
}
