//! The answer for people: how sure it is, what to do, who gains, and what was left out.

use loadline_postgres::index::{Basis, Proof, SkipReason};
use loadline_postgres::rules::Check;
use loadline_postgres::rules::facts::{Choice, bytes, count, percent};

use super::super::html;
use super::super::out::{self, ListFormat, OutFormat};
use super::{json, lists, proof};
use crate::output::print::{Stream, painted, printable};

/// Everything that is printed.
pub(super) struct Answer {
    pub(super) head: String,
    /// Where the workload comes from.
    pub(super) source: String,
    pub(super) budget_bytes: f64,
    pub(super) choice: Choice,
    pub(super) check: Check,
    pub(super) proof: Option<Proof>,
}

impl Answer {
    pub(super) fn rendered(&self, format: OutFormat) -> String {
        match format {
            OutFormat::Json => format!("{:#}\n", json::document(self)),
            OutFormat::Html => self.page(),
            OutFormat::Text => self.text(ListFormat::Text),
            OutFormat::Markdown => self.text(ListFormat::Markdown),
        }
    }

    fn text(&self, format: ListFormat) -> String {
        let is_markdown = format == ListFormat::Markdown;
        let mut text = format!("{}\n{}\n", self.head, printable(&self.workload()));
        let sure = self.sureness();
        let sure = if is_markdown {
            format!("\n**{sure}**\n\n")
        } else {
            format!("{}\n", painted(Stream::Stdout, "33", &sure))
        };
        text.push_str(&sure);
        text.push_str(&out::check(&self.check, &self.sum(), format.into()));
        for (heading, table) in self.tables() {
            if !table.is_empty() {
                let heading =
                    if is_markdown { format!("#### {heading}\n") } else { format!("{heading}:") };
                text.push_str(&format!("\n{heading}\n{}", table.render(format)));
            }
        }
        if let Some(skipped) = self.skipped() {
            text.push_str(&format!("\n{skipped}\n"));
        }
        text
    }

    fn page(&self) -> String {
        let title = format!("PostgreSQL: indexes, {}", out::counted(&self.check));
        let head = format!("{}; {}", self.head, self.workload());
        html::page(&title, &head, |page| {
            page.element("section", &[], |page| {
                page.element("p", &[("class", "lead")], |page| {
                    page.element("b", &[], |page| page.marked(&self.sureness()));
                });
                page.leaf("p", &[("class", "lead")], &self.sum());
            });
            html::findings(&self.check, &out::counted(&self.check), page);
            for (heading, table) in self.tables() {
                html::section(heading, &table, page);
            }
            if let Some(skipped) = self.skipped() {
                page.leaf("p", &[("class", "lead below")], &skipped);
            }
        })
    }

    fn tables(&self) -> Vec<(&'static str, super::super::table::Table)> {
        match &self.proof {
            Some(proof) => proof::tables(&self.choice, proof),
            None => vec![(
                "Statements that gain, by the planner's estimate",
                lists::gains(&self.choice),
            )],
        }
    }

    /// `workload: 37 statements, 12,345 calls, of pg_stat_statements`.
    fn workload(&self) -> String {
        let statements = &self.choice.advice.statements;
        let calls: f64 = statements.iter().map(|statement| statement.calls).sum();
        format!(
            "workload: {} statement{}, {} calls, {}",
            count(statements.len() as i64),
            if statements.len() == 1 { "" } else { "s" },
            count(calls as i64),
            self.source
        )
    }

    /// How far the figures can be trusted, said loudly.
    fn sureness(&self) -> String {
        let advice = &self.choice.advice;
        let judged = match &advice.basis {
            Basis::HypoPg { version } => format!(
                "the planner's estimate, not measured: HypoPG {version}, {} plans, {} candidates",
                count(advice.plans as i64),
                count(advice.candidates as i64)
            ),
            Basis::Estimate => {
                "an estimate from statistics, unverified: without HypoPG the planner cannot be asked".to_owned()
            }
        };
        let cut = if advice.was_cut { "; the search was cut short" } else { "" };
        match &self.proof {
            Some(proof) => proof::sureness(proof),
            None if advice.create.is_empty() => format!("{judged}{cut}"),
            None => format!("{judged}{cut}; `--prove copy` builds them on a copy and measures"),
        }
    }

    fn sum(&self) -> String {
        let advice = &self.choice.advice;
        if advice.create.is_empty() {
            let why = if advice.statements.is_empty() {
                "no statement takes part"
            } else {
                "none saves enough for what it takes and costs"
            };
            return format!("no index to create: {why}");
        }
        let size: f64 = advice.create.iter().map(|recommended| recommended.size_bytes).sum();
        let creates = advice.create.len();
        let sum = format!(
            "create {creates} index{}, {} of the {} allowed",
            if creates == 1 { "" } else { "es" },
            bytes(size as i64),
            bytes(self.budget_bytes as i64),
        );
        if self.proof.is_some() {
            return sum;
        }
        // `100% less` would claim that nothing is left.
        let left = advice.cost_after / advice.cost_before.max(f64::MIN_POSITIVE);
        format!(
            "{sum}: the planner's cost of the workload falls from {} to {}, {} of what it was",
            count(advice.cost_before.round() as i64),
            count(advice.cost_after.round() as i64),
            percent(left)
        )
    }

    /// Statements that took no part.
    fn skipped(&self) -> Option<String> {
        let advice = &self.choice.advice;
        let reason = |(reason, number): (&SkipReason, &usize)| {
            format!("{} {}", count(*number as i64), reason.words())
        };
        let mut reasons: Vec<String> = advice.skipped.iter().map(reason).collect();
        for (number, why) in &advice.refusals {
            let shown = super::super::slow::shown(self.choice.text(*number));
            reasons.push(printable(&format!("refused: `{shown}`: {why}")));
        }
        if advice.refused > 0 {
            reasons.push(format!("{} candidates were refused by HypoPG", advice.refused));
        }
        (!reasons.is_empty()).then(|| format!("left out: {}", reasons.join("; ")))
    }
}
