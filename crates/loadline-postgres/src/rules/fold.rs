//! What is said many times over is counted from some point on: a thousand parts of a table that lack the same thing are one
//! thing to know. In comes advice in its order; out goes as much of each rule as anybody reads, and one line for the rest.
//!
//! Deliberately not here: effects of other findings (`settle`).

use std::collections::HashMap;

use super::advice::Advice;
use super::facts::count;

/// Pieces of advice of one rule that are named.
const NAMED_MAX: usize = 25;
/// Subjects of the others that are named with their number.
const EXAMPLES: usize = 3;

pub(super) fn fold(advice: Vec<Advice>) -> Vec<Advice> {
    let mut seen: HashMap<&'static str, usize> = HashMap::new();
    let mut rest: Vec<Vec<Advice>> = Vec::new();
    let mut kept = Vec::new();
    for one in advice {
        let number = seen.entry(one.rule).or_default();
        *number += 1;
        // One more than the limit takes as much room as the line that would count it.
        if *number <= NAMED_MAX {
            kept.push(one);
            continue;
        }
        match rest.iter_mut().find(|others| others[0].rule == one.rule) {
            Some(others) => others.push(one),
            None => rest.push(vec![one]),
        }
    }
    kept.extend(rest.into_iter().map(folded));
    kept
}

fn folded(mut others: Vec<Advice>) -> Advice {
    if others.len() == 1 {
        return others.swap_remove(0);
    }
    let (number, first) = (others.len(), &others[0]);
    let examples: Vec<&str> =
        others.iter().take(EXAMPLES).map(|one| one.subject.as_str()).collect();
    Advice::new(
        first.rule,
        first.severity,
        format!("{} more", count(i64::try_from(number).unwrap_or(i64::MAX))),
        format!("of the same kind: each {}", first.symptom),
    )
    .evidence(format!("among them {}", examples.join(", ")))
    .next_step("follow the advice above first; the next check names those that are left")
}

#[cfg(test)]
mod tests;
