//! The breaking point in words: at which load, what showed first, what was behind it.
//!
//! One wording for the page, the terminal and the comment. Names from outside stand between back-quotes, which
//! formats turn into their own way of setting code.

use loadline_core::level::{
    Breaking, BreakingPoint, Cause, LoadAxis, Saturation, SaturationSign, Sign,
};
use loadline_core::{Quantity, Unit};

use super::watched::{resource_name, series_unit};
use crate::words;

/// What a run says about the most the target carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Story {
    /// The answer in a few words.
    pub(crate) headline: String,
    /// Whether the target, or the generator, gave out.
    pub(crate) is_broken: bool,
    /// The rest, one fact after the other: a short name and a sentence.
    pub(crate) facts: Vec<(&'static str, String)>,
}

/// The story of a breaking point.
pub(crate) fn story(point: &BreakingPoint) -> Story {
    let axis = point.axis;
    match &point.breaking {
        Breaking::Found { load, cause, .. } => Story {
            headline: format!("Breaks at {}{}", axis.text(*load), first_to_go(cause)),
            is_broken: true,
            facts: found(point),
        },
        Breaking::NotReached { highest } => Story {
            headline: format!("Holds at {}, the highest load tried", axis.text(*highest)),
            is_broken: false,
            facts: held(point).into_iter().collect(),
        },
        Breaking::Generator { load, limit } => {
            let limit = format!("{limit}, so nothing is known above this load");
            Story {
                headline: format!("The generator gave out at {}", axis.text(*load)),
                is_broken: true,
                facts: held(point).into_iter().chain([("Limit", limit)]).collect(),
            }
        }
    }
}

/// What gave in, for the headline; nothing where it is not known or only hinted at.
fn first_to_go(cause: &Cause) -> String {
    match cause {
        Cause::Resource(own) if own.sign != SaturationSign::LevelledOff => {
            format!(": {} is used up first", resource_name(&own.series))
        }
        Cause::Errors { .. } => ": requests are refused".to_owned(),
        Cause::Resource(_) | Cause::Unknown { .. } => String::new(),
    }
}

fn held(point: &BreakingPoint) -> Option<(&'static str, String)> {
    let axis = point.axis;
    point.sustained.map(|held| {
        let rate = words::rate(held.requests_per_second);
        ("Held", format!("up to {}, with requests at {rate}", axis.text(held.load)))
    })
}

fn found(point: &BreakingPoint) -> Vec<(&'static str, String)> {
    let Breaking::Found { high, capacity_per_second, estimate, sign, cause, saturated, .. } =
        &point.breaking
    else {
        return Vec::new();
    };
    let axis = point.axis;
    let shown = format!("{} at {}", words::capitalised(&sign_words(sign)), axis.text(*high));
    let capacity = capacity_per_second
        .map(|rate| ("Capacity", format!("iterations at {}", words::rate(rate))));
    let mut facts = vec![("Cause", cause_words(cause, axis)), ("First sign", shown)];
    facts.extend(beside(cause, saturated, axis).map(|text| ("Also at its limit", text)));
    facts.extend(held(point));
    facts.extend(capacity);
    facts.push(("Estimate", (*estimate).to_owned()));
    facts
}

/// Why a level did not hold.
pub(crate) fn sign_words(sign: &Sign) -> String {
    match sign {
        Sign::NotFollowed { shortfall } => {
            format!("{} of the offered load was not finished", words::share(*shortfall))
        }
        Sign::Flat { gain } => format!(
            "more load brought hardly more throughput ({} of what the first brought)",
            words::share(gain.max(0.0))
        ),
        Sign::QueueGrew { growth } => {
            format!("a queue grew: response time rose by {} each second", words::time(*growth))
        }
        Sign::Errors { share } => format!("{} of requests failed", words::share(*share)),
        Sign::Missed(missed) => {
            format!("missed `{}` with {}", missed.sentence, words::quantity(missed.figure))
        }
        Sign::Generator { limit } => format!("the generator passed its limit: {limit}"),
    }
}

/// Why a level did not hold, for a narrow column.
pub(crate) fn sign_short(sign: &Sign) -> String {
    match sign {
        Sign::NotFollowed { shortfall } => format!("{} not finished", words::share(*shortfall)),
        Sign::Flat { .. } => "no more throughput".to_owned(),
        Sign::QueueGrew { .. } => "queue grew".to_owned(),
        Sign::Errors { .. } => "errors".to_owned(),
        Sign::Missed(missed) => format!("missed {}", missed.sentence),
        Sign::Generator { .. } => "generator".to_owned(),
    }
}

/// Why a level did not hold, in a cell of a table: several missed objectives are counted.
pub(crate) fn signs_short(signs: &[Sign]) -> String {
    let is_missed = |sign: &&Sign| matches!(sign, Sign::Missed(_));
    let missed = signs.iter().filter(is_missed).count() as u64;
    if missed < 2 {
        return signs.iter().map(sign_short).collect::<Vec<_>>().join(", ");
    }
    let others = signs.iter().filter(|sign| !is_missed(sign)).map(sign_short);
    let counted = format!("missed {}", words::counted(missed, "objective"));
    others.chain([counted]).collect::<Vec<_>>().join(", ")
}

fn cause_words(cause: &Cause, axis: LoadAxis) -> String {
    match cause {
        Cause::Resource(saturation) => words::capitalised(&saturation_words(saturation, axis)),
        Cause::Errors { kind, share } => {
            format!("The target refused work: `{kind}` for {} of requests", words::share(*share))
        }
        Cause::Unknown { why } => format!("Not known: {why}"),
    }
}

/// `CPU of loadline was used up: 97% at 120/s`.
pub(crate) fn saturation_words(saturation: &Saturation, axis: LoadAxis) -> String {
    let name = resource_name(&saturation.series);
    let unit = series_unit(&saturation.series.metric);
    let figure = resource_figure(unit, saturation.figure);
    let at = axis.text(saturation.load);
    match &saturation.sign {
        SaturationSign::UsedUp => format!("{name} was used up: {figure} at {at}"),
        SaturationSign::Missed(sentence) => {
            format!("{name} was past its limit: {figure} at {at}, promised `{sentence}`")
        }
        SaturationSign::LevelledOff => {
            format!("{name} rose no further than {figure} from {at} on, which is a hint only")
        }
    }
}

/// Other resources at their limit, in the order they reached it.
fn beside(cause: &Cause, saturated: &[Saturation], axis: LoadAxis) -> Option<String> {
    let named = |own: &Saturation| matches!(cause, Cause::Resource(of) if of.series == own.series);
    let rest: Vec<String> = saturated
        .iter()
        .filter(|own| !named(own))
        .map(|own| {
            let hint = if own.sign == SaturationSign::LevelledOff { ", a hint only" } else { "" };
            format!("{} ({}{hint})", resource_name(&own.series), axis.text(own.load))
        })
        .collect();
    (!rest.is_empty()).then(|| rest.join(", "))
}

/// A figure of a watched series.
pub(crate) fn resource_figure(unit: Unit, figure: f64) -> String {
    words::quantity(Quantity::from_base(unit, figure))
}
