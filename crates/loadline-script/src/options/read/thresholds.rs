//! Thresholds as they are written; what their expressions mean is read with the metrics at hand.

use std::collections::BTreeMap;

use super::value::{At, Read};
use crate::options::model::ThresholdSpec;

/// Thresholds by metric or sub-metric.
pub(super) fn thresholds(at: &At<'_>) -> Read<BTreeMap<String, Vec<ThresholdSpec>>> {
    let mut thresholds = BTreeMap::new();
    for (metric, at) in at.entries("an object with lists of thresholds by metric")? {
        let items = at.items("a list of thresholds")?;
        thresholds
            .insert(metric.to_owned(), items.iter().map(threshold).collect::<Read<Vec<_>>>()?);
    }
    Ok(thresholds)
}

fn threshold(at: &At<'_>) -> Read<ThresholdSpec> {
    if let Some(source) = at.value.as_str() {
        return Ok(ThresholdSpec::new(source));
    }
    let mut spec = ThresholdSpec::default();
    // Further keys are nobody's business here, as k6 has it.
    for (key, at) in at.entries("an expression, or an object with `threshold`")? {
        match key {
            "threshold" => at.text()?.clone_into(&mut spec.source),
            "abortOnFail" => spec.abort_on_fail = at.flag()?,
            "delayAbortEval" => spec.delay_abort_eval = Some(at.duration()?),
            _ => {}
        }
    }
    Ok(spec)
}
