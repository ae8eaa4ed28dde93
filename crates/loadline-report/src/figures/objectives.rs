//! Verdicts as people read them: counted, grouped by who promised, the broken ones first.

use loadline_core::objective::Reading;
use loadline_core::window::names;
use loadline_core::{Origin, Outcome, Unit, Verdict};

use crate::report::Report;
use crate::words;

/// How many objectives came out how. Promises about the generator are not counted: they are about trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) met: usize,
    pub(crate) missed: usize,
    pub(crate) unknown: usize,
    /// Unknown ones that fail the run all the same.
    pub(crate) owed: usize,
}

/// What the verdicts amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Met,
    Missed,
    Unknown,
}

impl Standing {
    /// The sign that stands for it where there is no colour.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Met => "✓",
            Self::Missed => "✗",
            Self::Unknown => "?",
        }
    }

    /// The standing in one word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) const fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Met => Self::Met,
            Outcome::Missed => Self::Missed,
            Outcome::Unknown(_) => Self::Unknown,
        }
    }
}

impl Tally {
    pub(crate) fn of(report: &Report) -> Self {
        let mut tally = Self::default();
        for verdict in about_target(report) {
            match verdict.outcome {
                Outcome::Met => tally.met += 1,
                Outcome::Missed => tally.missed += 1,
                Outcome::Unknown(_) => tally.unknown += 1,
            }
            tally.owed += usize::from(verdict.fails_run() && verdict.outcome != Outcome::Missed);
        }
        tally
    }

    pub(crate) const fn standing(self) -> Standing {
        if self.missed + self.owed > 0 {
            Standing::Missed
        } else if self.met > 0 {
            Standing::Met
        } else {
            Standing::Unknown
        }
    }

    /// One line that says it all.
    pub(crate) fn sentence(self) -> String {
        let judged = self.met + self.missed;
        let rest = |count: usize| match count {
            0 => String::new(),
            count => format!(", {count} not measured"),
        };
        match (self.missed, self.owed, self.met) {
            (0, 0, 0) => "no objective was judged".to_owned(),
            (0, 0, 1) => format!("the objective was met{}", rest(self.unknown)),
            (0, 0, met) => format!("all {met} objectives met{}", rest(self.unknown)),
            (0, 1, met) => format!("1 objective asked for could not be judged, {met} met"),
            (0, owed, met) => {
                format!("{owed} objectives asked for could not be judged, {met} met")
            }
            (missed, _, _) => {
                let noun = if judged == 1 { "objective" } else { "objectives" };
                format!("{missed} of {judged} {noun} missed{}", rest(self.unknown))
            }
        }
    }
}

/// Verdicts of one source.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) title: String,
    /// Whether a pack stated them, not the user.
    pub(crate) is_pack: bool,
    /// Missed, then met, then unknown; otherwise in the order they were stated.
    pub(crate) verdicts: Vec<&'a Verdict>,
}

/// The verdicts by source: the user's own, each pack, implied. Those about the generator are left out.
pub(crate) fn sections(report: &Report) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for verdict in about_target(report) {
        let (rank, title) = match &verdict.promise.origin {
            Origin::Pack { pack, .. } => (1, format!("Pack {pack}")),
            Origin::Implied | Origin::Generator => (2, "Implied".to_owned()),
            Origin::CommandLine | Origin::File | Origin::Script => (0, "Objectives".to_owned()),
        };
        match sections.iter_mut().find(|section| section.title == title) {
            Some(section) => section.verdicts.push(verdict),
            None => {
                sections.push(Section { title, is_pack: rank == 1, verdicts: vec![verdict] });
            }
        }
    }
    let rank = |section: &Section<'_>| match (&*section.title, section.is_pack) {
        ("Objectives", false) => 0,
        (_, true) => 1,
        _ => 2,
    };
    sections.sort_by_key(rank);
    for section in &mut sections {
        section.verdicts.sort_by_key(|verdict| match verdict.outcome {
            Outcome::Missed => 0,
            Outcome::Met => 1,
            Outcome::Unknown(_) => 2,
        });
    }
    sections
}

fn about_target(report: &Report) -> impl Iterator<Item = &Verdict> {
    report.verdicts.iter().filter(|verdict| verdict.promise.origin != Origin::Generator)
}

/// Where an objective was stated, in a word or two.
pub(crate) fn origin(origin: &Origin) -> String {
    match origin {
        Origin::CommandLine => "--objective".to_owned(),
        Origin::File => "file".to_owned(),
        Origin::Pack { id, .. } => id.clone(),
        Origin::Script => "threshold".to_owned(),
        Origin::Implied => "implied".to_owned(),
        Origin::Generator => "generator".to_owned(),
    }
}

/// What a broken promise came to, for one line: `58.8ms, 18% over`.
pub(crate) fn missed_by(verdict: &Verdict) -> String {
    let figure = verdict.figure.map_or_else(|| words::NONE.to_owned(), words::quantity);
    words::margin(verdict).into_iter().fold(figure, |text, margin| format!("{text}, {margin}"))
}

/// The verdicts that are a limit on response or service time: what charts of latency draw as lines. Unknown
/// ones are about traffic that the run did not have.
pub(crate) fn latency_targets(report: &Report) -> impl Iterator<Item = &Verdict> {
    let times = [names::RESPONSE_TIME, names::SERVICE_TIME];
    about_target(report).filter(move |verdict| {
        let objective = &verdict.promise.objective;
        let reads = |reading: Reading| times.contains(&reading.series());
        Standing::of(&verdict.outcome) != Standing::Unknown
            && objective.unit() == Unit::Time
            && objective.info().is_some_and(|info| reads(info.reading))
    })
}
