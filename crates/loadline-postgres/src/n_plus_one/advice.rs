//! Loops in words.
//!
//! Deliberately not here: how advice is printed.

use super::report::{Growth, Inseparable, LoopReport, Source, StatementLoop};
use crate::rules::facts::{count, ms};
use crate::rules::{Advice, Severity};

/// The rule's name in findings.
const NAME: &str = "n-plus-one";
/// The longest text of a statement in a sentence.
const TEXT_CHARS_MAX: usize = 120;
/// Milliseconds a request from which on the gain is worth a warning.
const WARNING_MS: f64 = 50.0;

impl LoopReport {
    /// What was found, as advice: loops that go with the data, then notes.
    #[must_use]
    pub fn advice(&self) -> Vec<Advice> {
        let loops = self.loops.iter().map(StatementLoop::advice);
        let mut advice: Vec<Advice> = loops.chain(self.inseparable.iter().map(in_step)).collect();
        if let Some(unjudged) = self.unjudged() {
            advice.push(unjudged);
        }
        advice
    }

    fn unjudged(&self) -> Option<Advice> {
        if !self.is_too_short || self.looked_at + self.dropped == 0 {
            return None;
        }
        let advice = Advice::new(
            NAME,
            Severity::Note,
            "statements of requests",
            "too few windows to tell which request sends which statement",
        );
        let dropped = match self.dropped {
            0 => String::new(),
            dropped => format!(
                ", {} more were dropped because pg_stat_statements was reset or full",
                count(dropped as i64)
            ),
        };
        let next = match self.dropped > self.looked_at {
            true => "raise pg_stat_statements.max, and let nobody reset it during the run",
            false => "let the test run longer: twice as many seconds as endpoints, and ten more",
        };
        let evidence = format!("{} windows{dropped}", count(self.looked_at as i64));
        Some(advice.evidence(evidence).next_step(next))
    }
}

impl StatementLoop {
    /// This loop as advice: a note where it does not go with the data.
    #[must_use]
    pub fn advice(&self) -> Advice {
        let gain_ms = self.gain_ms();
        let severity = match self.is_n_plus_one() {
            false => Severity::Note,
            true if gain_ms >= WARNING_MS => Severity::Warning,
            true => Severity::Advice,
        };
        let subject = match self.endpoint.is_empty() {
            true => shortened(&self.statement),
            false => self.endpoint.clone(),
        };
        let calls = figure(self.calls_per_request.value);
        let one = if self.source == Source::Log { "in a row" } else { "in each request" };
        let symptom = match self.growth {
            Growth::Constant => {
                format!("{} {calls} times {one}, a loop of constant length", self.runs())
            }
            Growth::Unexplained => {
                format!("{} {calls} times {one}, now more and now fewer", self.runs())
            }
            _ => format!("{} {calls} times {one}: N+1", self.runs()),
        };
        let mut advice = Advice::new(NAME, severity, subject, symptom)
            .evidence(self.evidence())
            .next_step(self.next_step());
        if self.is_n_plus_one() {
            let spared = (self.calls_per_request.value - 1.0).max(0.0);
            let share = spared / self.calls_per_request.value.max(1.0);
            advice = advice.gain(share, self.gain());
        }
        advice
    }

    /// `runs `SELECT …``; where the statement is the subject it is not said twice.
    fn runs(&self) -> String {
        match self.endpoint.is_empty() {
            true => "runs".to_owned(),
            false => format!("runs `{}`", shortened(&self.statement)),
        }
    }

    fn evidence(&self) -> String {
        let calls = &self.calls_per_request;
        let mut parts = Vec::with_capacity(4);
        let of = match self.source {
            Source::Log => format!("{} rows of calls", count(self.requests as i64)),
            _ => format!("{} requests", count(self.requests as i64)),
        };
        parts.push(match calls.high > calls.low {
            true => format!("{} to {} calls in {of}", figure(calls.low), figure(calls.high)),
            false => format!("counted in {of}"),
        });
        if let Some(rows) = self.rows_per_call {
            parts.push(format!("{} rows a call", figure(rows)));
        }
        parts.push(format!("{} a call", ms(self.mean_ms)));
        parts.push(self.reason());
        format!("{} (from {})", parts.join(", "), self.source)
    }

    /// How the number of calls goes with the parent.
    fn reason(&self) -> String {
        let parent = self.parent.as_ref().map(|parent| {
            let rows =
                parent.rows_per_request.map(|rows| format!(", {} rows a request", figure(rows)));
            format!("`{}`{}", shortened(&parent.statement), rows.unwrap_or_default())
        });
        let Some(parent) = parent else {
            return match self.growth {
                Growth::Constant => "no statement's rows go with it".to_owned(),
                _ => "and no statement's rows explain the number".to_owned(),
            };
        };
        match self.growth {
            Growth::Proven => format!("the more rows the more calls after {parent}"),
            Growth::Likely => format!(
                "as many as rows of {parent}; neither changed, so it is not proven that they grow"
            ),
            Growth::Follows => format!("now more and now fewer, always after {parent}"),
            Growth::Constant | Growth::Unexplained => format!("after {parent}"),
        }
    }

    fn next_step(&self) -> String {
        match self.growth {
            Growth::Constant => "nothing has to be done while it does not grow; one statement with `= ANY($1)` would spare round trips".to_owned(),
            Growth::Unexplained => "look where the list comes from that is looped over: a cache or another service, since no statement returns it".to_owned(),
            _ => "ask once for all of them: a join in the first statement, `= ANY($1)` with all keys, or the framework's eager or batch loading".to_owned(),
        }
    }

    fn gain(&self) -> String {
        let calls = (self.calls_per_request.value - 1.0).max(0.0);
        let one = if self.source == Source::Log { "row" } else { "request" };
        format!(
            "up to {} a {one}: {} calls fewer, and a round trip for each besides",
            ms(self.gain_ms()),
            figure(calls)
        )
    }
}

fn in_step(unknown: &Inseparable) -> Advice {
    let advice = Advice::new(
        NAME,
        Severity::Note,
        unknown.endpoints.join(", "),
        format!("one of them runs `{}` again and again", shortened(&unknown.statement)),
    );
    advice
        .evidence(format!(
            "{} calls a request of all of them together; their rates moved in step, so the calls cannot be told apart",
            figure(unknown.calls_per_request)
        ))
        .next_step("vary their rates one against the other, or send requests to each of them alone")
}

/// `20.3`, `1,204`.
fn figure(value: f64) -> String {
    if value >= 1_000.0 {
        return count(value.round() as i64);
    }
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A statement's text on one line, cut where it is long.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TEXT_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
