//! The promises of a run, gathered from everywhere; the nearer to the person, the stronger.

use loadline_core::objective::Comparison;
use loadline_core::pack::Pack;
use loadline_core::{Objective, Origin, Promise, trust};

use super::file::pack;
use crate::failure::Failure;

/// What every run promises: at least one good answer.
const IMPLIED: &str = "http errors < 100%";

/// Where promises come from.
pub(crate) struct Promises<'a> {
    pub(crate) command_line: &'a [Objective],
    pub(crate) file: &'a [Objective],
    pub(crate) packs: &'a [Pack],
}

impl Promises<'_> {
    /// All promises in the order they are shown. A later pack replaces what an earlier one says of the same
    /// figure; the file and the command line replace both.
    pub(crate) fn gather(&self) -> Vec<Promise> {
        let mut gathered: Vec<Promise> = Vec::new();
        for pack in self.packs {
            for (id, objective) in &pack.objectives {
                let origin = Origin::Pack { pack: pack.name.clone(), id: id.clone() };
                let promise = Promise { objective: objective.clone(), origin };
                let same_pack = |other: &Promise| matches!(&other.origin, Origin::Pack { pack: name, .. } if *name == pack.name);
                gathered.retain(|other| same_pack(other) || !same_figure(other, &promise));
                gathered.push(promise);
            }
        }
        for (objectives, origin) in
            [(self.file, Origin::File), (self.command_line, Origin::CommandLine)]
        {
            for objective in objectives {
                let promise = Promise { objective: objective.clone(), origin: origin.clone() };
                gathered.retain(|other| other.origin == origin || !same_figure(other, &promise));
                gathered.push(promise);
            }
        }
        // The nearest to the person first: command line, file, packs.
        gathered.sort_by_key(|promise| match promise.origin {
            Origin::CommandLine => 0,
            Origin::File => 1,
            _ => 2,
        });
        if !gathered.iter().any(|promise| promise.objective.metric == "http errors") {
            let objective = IMPLIED.parse().expect("the implied objective is a valid sentence");
            gathered.push(Promise { objective, origin: Origin::Implied });
        }
        gathered.extend(trust::promises());
        gathered
    }
}

/// Whether two promises speak of the same figure of the same series.
fn same_figure(one: &Promise, other: &Promise) -> bool {
    let (one, other) = (&one.objective, &other.objective);
    one.metric == other.metric
        && one.effective_statistic() == other.effective_statistic()
        && one.comparison.direction() == other.comparison.direction()
        && (one.held, one.over) == (other.held, other.over)
        && one.filter == other.filter
}

/// The packs of those names, in their order.
pub(crate) fn packs_named<'n>(
    mut names: impl Iterator<Item = &'n String>,
) -> Result<Vec<Pack>, Failure> {
    names.try_fold(Vec::new(), |mut packs, name| {
        packs.push(pack(name)?);
        Ok(packs)
    })
}

/// Reads sentences that say when a test is given up.
pub(crate) fn abort_sentences(texts: &[String]) -> Result<Vec<Objective>, Failure> {
    let read = sentences(texts)?;
    let has_no_side = |sentence: &&Objective| {
        matches!(sentence.comparison, Comparison::Equal | Comparison::NotEqual)
    };
    match read.iter().find(has_no_side) {
        None => Ok(read),
        Some(sentence) => {
            let hint = "such as `http errors > 50% for 10s`";
            let message = format!("`{sentence}` does not say which way is too far");
            Err(Failure::usage(message, hint))
        }
    }
}

/// Objectives from the command line.
pub(crate) fn sentences(texts: &[String]) -> Result<Vec<Objective>, Failure> {
    let sentence = |text: &String| {
        text.parse::<Objective>().map_err(|error| {
            let before = text.get(..error.offset).map_or(0, |before| before.chars().count());
            let wrong = text.get(error.offset..error.offset + error.length);
            let wrong = wrong.map_or(0, |wrong| wrong.chars().count()).max(1);
            let mark = format!("{}{}", " ".repeat(before), "^".repeat(wrong));
            let message = format!("{} in the objective\n  {text}\n  {mark}", error.message);
            Failure::usage(message, error.hint)
        })
    };
    texts.iter().map(sentence).collect()
}
