//! A piece of advice. In it stands what a rule found; out of it a finding can be made.
//!
//! Deliberately not here: how it is printed.

use std::fmt;

use loadline_core::Finding;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Worth doing.
    Advice,
    /// Costs or endangers something now.
    Warning,
    /// Data or the service is at stake.
    Critical,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Critical => "critical",
        })
    }
}

/// What following the advice is expected to win. It is an estimate unless the words say that it was measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gain {
    /// The share, from 0 to 1, of what it is about: the server's time, the database's size, the way to an outage.
    pub share: f64,
    /// In words: `up to 93% of the time of statements`.
    pub words: String,
}

impl Gain {
    /// A gain.
    #[must_use]
    pub fn new(share: f64, words: impl Into<String>) -> Self {
        Self {
            share: if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 },
            words: words.into(),
        }
    }
}

/// What was found, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// The rule that found it.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about: a table, an index, a setting, a process.
    pub subject: String,
    /// What is wrong, as one sees it.
    pub symptom: String,
    /// The figures that show it.
    pub evidence: String,
    /// What to do next.
    pub next_step: String,
    /// The statement to run, where there is one.
    pub statement: Option<String>,
    /// What that wins.
    pub gain: Gain,
    /// What else it speaks of, so that what follows from the same cause is not said twice (`settle`).
    pub(crate) topics: Vec<String>,
}

impl Advice {
    /// Advice without evidence, steps and gain.
    pub(crate) fn new(
        rule: &'static str,
        severity: Severity,
        subject: impl Into<String>,
        symptom: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            subject: subject.into(),
            symptom: symptom.into(),
            evidence: String::new(),
            next_step: String::new(),
            statement: None,
            gain: Gain::default(),
            topics: Vec::new(),
        }
    }

    pub(crate) fn evidence(mut self, evidence: impl Into<String>) -> Self {
        self.evidence = evidence.into();
        self
    }

    pub(crate) fn next_step(mut self, step: impl Into<String>) -> Self {
        self.next_step = step.into();
        self
    }

    pub(crate) fn statement(mut self, statement: impl Into<String>) -> Self {
        self.statement = Some(statement.into());
        self
    }

    pub(crate) fn gain(mut self, share: f64, words: impl Into<String>) -> Self {
        self.gain = Gain::new(share, words);
        self
    }

    pub(crate) fn topic(mut self, topic: impl Into<String>) -> Self {
        self.topics.push(topic.into());
        self
    }
}

impl From<&Advice> for Finding {
    fn from(advice: &Advice) -> Self {
        let statement = advice.statement.as_ref().map(|statement| format!(": {statement}"));
        Self {
            symptom: format!("{}: {}", advice.subject, advice.symptom),
            evidence: advice.evidence.clone(),
            next_step: format!("{}{}", advice.next_step, statement.unwrap_or_default()),
        }
    }
}
