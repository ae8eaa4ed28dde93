//! What to do about objectives and addresses that somebody asked for and that a run has no use for.

use std::collections::BTreeSet;

use loadline_core::objective::{metric_info, metric_like};
use loadline_core::window::watched;
use loadline_core::{Outcome, Promise, Unmeasured, Verdict};
use loadline_load::Endpoint;
use loadline_load::transport::PinnedHost;
use loadline_report::Report;

use crate::plan::PlannedTest;

/// Values of a tag named in a hint.
const VALUES_MAX: usize = 10;

/// Before a run: the metrics that no test measures by itself, in all likelihood misspelt ones.
pub(crate) fn unheard_of(promises: &[Promise]) -> Vec<String> {
    let asked = promises.iter().filter(|promise| promise.origin.is_explicit());
    let is_known =
        |metric: &str| metric_info(metric).is_some() || watched::unit_of(metric).is_some();
    let unknown = asked.filter(|promise| !is_known(&promise.objective.metric));
    let said = |promise: &Promise| {
        let metric = &promise.objective.metric;
        let meant = metric_like(&[metric], 2);
        let meant = meant.map_or(String::new(), |info| format!("; did you mean `{}`?", info.name));
        format!("`{metric}` in `{}` is no metric of a load test{meant}", promise.objective)
    };
    unknown.map(said).collect()
}

/// Before a run: given addresses of hosts that no request goes to.
pub(crate) fn unused_addresses(pinned: &[PinnedHost], tests: &[PlannedTest]) -> Vec<String> {
    let endpoints: Vec<Endpoint> = tests.iter().flat_map(PlannedTest::endpoints).collect();
    let is_unused = |pinned: &&PinnedHost| {
        !endpoints.iter().any(|endpoint| pinned.stands_for(&endpoint.host, endpoint.port))
    };
    let said = |pinned: &PinnedHost| {
        format!("`--resolve`: no request goes to {}:{}", pinned.host, pinned.port)
    };
    pinned.iter().filter(is_unused).map(said).collect()
}

/// After a run: why an objective that was asked for has no figure, where its tags are the reason.
pub(crate) fn unmeasured(report: &Report) -> Vec<String> {
    let missing = report.verdicts.iter().filter(|verdict| {
        verdict.outcome == Outcome::Unknown(Unmeasured::NoSeries) && verdict.fails_run()
    });
    missing.filter_map(|verdict| why(report, verdict)).collect()
}

fn why(report: &Report, verdict: &Verdict) -> Option<String> {
    let objective = &verdict.promise.objective;
    let series = metric_info(&objective.metric)?.reading.series();
    let wrong = objective.filter.iter().find_map(|(tag, value)| {
        let own = report.whole.series().filter(|(key, _)| &*key.metric == series);
        let seen: BTreeSet<&str> = own.filter_map(|(key, _)| key.tags.get(tag)).collect();
        (!seen.contains(value)).then_some((tag, seen))
    });
    let (tag, seen) = wrong?;
    if !seen.is_empty() {
        let seen: Vec<&str> = seen.into_iter().take(VALUES_MAX).collect();
        return Some(format!("`{objective}`: {tag} was one of {}", seen.join(", ")));
    }
    let advice = match tag {
        "class" => "requests get their class from `classes:` in the service's file",
        _ => "no request has that tag",
    };
    Some(format!("`{objective}`: {advice}"))
}
