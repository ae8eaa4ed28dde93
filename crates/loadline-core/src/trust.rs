//! Whether a run's figures can be trusted: promises about the generator itself, judged by the same judge.
//!
//! A missed one means that the generator, not the target, may have shaped the figures.

use crate::finding::Finding;
use crate::objective::Objective;
use crate::quantity::Quantity;
use crate::verdict::{Origin, Outcome, Promise, Verdict};

/// A limit with what to say and do when it is passed.
struct Limit {
    sentence: &'static str,
    symptom: &'static str,
    next_step: &'static str,
}

/// The promise that a test breaks on purpose where it is told to drop what nobody is free for.
const DROPS: &str = "dropped arrivals < 0.1%";

/// Lag: ten milliseconds is where arrivals bunch up visibly at common rates. Dropped: one in a thousand is
/// what the strictest error objective of the packs allows. CPU and queue: above these a thread answers late
/// often enough to show in the 99th percentile. A request that the generator itself could not send is none
/// of the target's doing, so a single one is too many.
const LIMITS: [Limit; 6] = [
    Limit {
        sentence: "generator lag p99 < 10ms",
        symptom: "the generator released arrivals late",
        next_step: "give the generator more cores (`--threads`) or a machine of its own",
    },
    Limit {
        sentence: DROPS,
        symptom: "arrivals were dropped: the offered rate was not offered",
        next_step: "raise `--max-users`, lower the rate, or make the target faster",
    },
    Limit {
        sentence: "generator cpu avg < 90%",
        symptom: "the generator's threads were busy: the generator may be the bottleneck",
        next_step: "give the generator more cores (`--threads`), or lower the users or the rate",
    },
    Limit {
        sentence: "generator queue avg < 20%",
        symptom: "the generator's threads waited for a core: latencies include that wait",
        next_step: "keep other work off the generator's cores, or run it on a machine of its own",
    },
    Limit {
        sentence: "http rate count < 1 where error = generator",
        symptom: "the generator could not send some requests: out of sockets or memory",
        next_step: "raise the limit of open files (`ulimit -n`), or share connections (`--connections`)",
    },
    Limit {
        sentence: "http rate count < 1 where error = \"out of ports\"",
        symptom: "the generator ran out of ports to connect from",
        next_step: "connect from several addresses (`--source-address`), or share connections (`--connections`)",
    },
];

/// The promises every run makes about its generator.
pub fn promises() -> Vec<Promise> {
    let objective = |limit: &Limit| -> Objective {
        limit.sentence.parse().expect("the limits are valid sentences, as a test proves")
    };
    let origin = Origin::Generator;
    LIMITS
        .iter()
        .map(|limit| Promise { objective: objective(limit), origin: origin.clone() })
        .collect()
}

/// Whether a promise is the generator's about dropped arrivals. Where the test itself asks for arrivals to be
/// dropped when no user is free, they are counted as ever, and missing this one is the test's own doing.
pub fn is_about_drops(promise: &Promise) -> bool {
    promise.origin == Origin::Generator && promise.objective.to_string() == DROPS
}

/// What the generator's own verdicts say against the figures; empty when they can be trusted.
pub fn findings(verdicts: &[Verdict]) -> Vec<Finding> {
    let missed = verdicts.iter().filter(|verdict| {
        verdict.promise.origin == Origin::Generator && verdict.outcome == Outcome::Missed
    });
    missed.filter_map(finding).collect()
}

/// What a run without a single finished request says: nothing was measured, so nothing is known.
pub fn emptiness(warm_up_ms: u64) -> Finding {
    let (evidence, next_step) = match warm_up_ms {
        0 => (
            "no request was finished",
            "let the test run longer, and see that its flow sends requests",
        ),
        _ => ("no request was finished after the warm-up", "make the test longer than its warm-up"),
    };
    Finding {
        symptom: "nothing was measured".to_owned(),
        evidence: evidence.to_owned(),
        next_step: next_step.to_owned(),
    }
}

fn finding(verdict: &Verdict) -> Option<Finding> {
    let sentence = verdict.promise.objective.to_string();
    let limit = LIMITS.iter().find(|limit| limit.sentence == sentence)?;
    let figure = verdict.figure.map_or_else(String::new, Quantity::rounded);
    Some(Finding {
        symptom: limit.symptom.to_owned(),
        evidence: format!("`{sentence}`, measured {figure}"),
        next_step: limit.next_step.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_a_sentence_as_it_prints() {
        for (promise, limit) in promises().iter().zip(&LIMITS) {
            assert_eq!(promise.objective.to_string(), limit.sentence);
        }
    }

    #[test]
    fn the_promise_about_drops_is_told_from_the_others() {
        assert_eq!(promises().iter().filter(|promise| is_about_drops(promise)).count(), 1);
        let own = Promise { origin: Origin::CommandLine, ..promises()[1].clone() };
        assert!(!is_about_drops(&own));
    }
}
