//! `k6/metrics`: a script's own metrics.

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Opt, This};
use rquickjs::object::Accessor;
use rquickjs::{Class, Ctx, JsLifetime, Object, Result, Value};

use super::k6::own_tags;
use super::{Builtin, Member, input};
use crate::engine::{function, throw};
use crate::metrics::MetricId;
use crate::script::{LogLevel, LogSource};
use crate::summary::{Contains, MetricKind};
use crate::vu::{Phase, Vu};

/// The module.
pub(crate) struct Metrics;

impl Builtin for Metrics {
    const NAME: &'static str = "k6/metrics";
    const MEMBERS: &'static [Member] = &[
        Member::full("Counter"),
        Member::full("Gauge"),
        Member::full("Rate"),
        Member::full("Trend"),
        Member::full("Counter.add"),
        Member::full("Counter.name"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        object.set("Counter", constructor(ctx, "Counter", MetricKind::Counter)?)?;
        object.set("Gauge", constructor(ctx, "Gauge", MetricKind::Gauge)?)?;
        object.set("Rate", constructor(ctx, "Rate", MetricKind::Rate)?)?;
        object.set("Trend", constructor(ctx, "Trend", MetricKind::Trend)?)?;
        Ok(object)
    }
}

/// A metric as an object that scripts hold.
struct Metric {
    id: MetricId,
    kind: MetricKind,
}

// SAFETY: it holds no JavaScript value.
#[expect(unsafe_code, reason = "the trait of values without JavaScript in them")]
unsafe impl<'js> JsLifetime<'js> for Metric {
    type Changed<'to> = Metric;
}

impl<'js> Trace<'js> for Metric {
    fn trace(&self, _tracer: Tracer<'_, 'js>) {}
}

impl<'js> JsClass<'js> for Metric {
    const NAME: &'static str = "Metric";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let object = Object::new(ctx.clone())?;
        object.set("add", function(ctx, "add", add)?)?;
        let name = |this: This<Class<'js, Self>>| {
            Vu::current().code.metrics.get(this.0.borrow().id).name.to_string()
        };
        object.prop("name", Accessor::from(name).enumerable())?;
        Ok(Some(object))
    }

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

fn constructor<'js>(
    ctx: &Ctx<'js>,
    name: &'static str,
    kind: MetricKind,
) -> Result<Constructor<'js>> {
    let new = move |ctx: Ctx<'js>, name: Opt<Value<'js>>, is_time: Opt<Value<'js>>| {
        let vu = Vu::current();
        if vu.phase() != Phase::Init {
            return Err(throw(&ctx, "metrics must be declared in the init context"));
        }
        let name = name.0.map(|name| input::coerced_text(&ctx, name)).transpose()?;
        let is_time = is_time.0.is_some_and(|is_time| is_time.as_bool() == Some(true));
        let contains = if is_time { Contains::Time } else { Contains::Default };
        let made = vu.code.metrics.make(&name.unwrap_or_default(), kind, contains);
        let id = made.map_err(|error| throw(&ctx, &error.to_string()))?;
        Class::instance(ctx, Metric { id, kind })
    };
    let constructor = Constructor::new_class::<Metric, _, _>(ctx.clone(), new)?;
    constructor.set_name(name)?;
    Ok(constructor)
}

fn add<'js>(
    ctx: Ctx<'js>,
    this: This<Class<'js, Metric>>,
    value: Opt<Value<'js>>,
    tags: Opt<Value<'js>>,
) -> Result<bool> {
    let vu = Vu::current();
    vu.past_init(&ctx, "metrics can only be added to outside of the init context")?;
    let (id, kind) = {
        let metric = this.0.borrow();
        (metric.id, metric.kind)
    };
    let tags = own_tags(&ctx, &vu, tags.0.as_ref())?;
    let number = value.0.as_ref().and_then(|value| number(value, kind));
    let Some(number) = number.filter(|number| number.is_finite()) else {
        let name = vu.code.metrics.get(id).name;
        let given = match value.0 {
            Some(value) => input::coerced_text(&ctx, value)?,
            None => "undefined".to_owned(),
        };
        let message = format!(
            "'{given}' is an invalid value for metric '{name}', a number or a boolean value is expected"
        );
        if vu.code.settings().options.throw == Some(true) {
            return Err(throw(&ctx, &message));
        }
        vu.code.host.log(LogLevel::Warning, &message, LogSource::Console);
        return Ok(false);
    };
    vu.meters().add(id, tags, number);
    Ok(true)
}

/// A value as a number; rates take anything for yes or no.
fn number(value: &Value<'_>, kind: MetricKind) -> Option<f64> {
    if let Some(held) = value.as_bool() {
        return Some(f64::from(u8::from(held)));
    }
    if let Some(number) = value.as_number() {
        return Some(number);
    }
    if kind == MetricKind::Rate {
        return Some(f64::from(u8::from(input::is_truthy(value))));
    }
    let text = input::text(value).ok().flatten()?;
    text.trim().parse().ok()
}
