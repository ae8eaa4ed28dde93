//! The objectives as cards, by who promised them, the broken ones first.

use loadline_core::{Origin, Outcome, Verdict};

use super::markup::Markup;
use crate::figures::{self, Section, Standing};
use crate::report::Report;
use crate::words;

/// How far past its target a bar reaches, as a multiple of it; what is beyond is cut off.
const BAR_MAX: f64 = 3.0;

pub(super) fn write(report: &Report, page: &mut Markup) {
    let sections = figures::sections(report);
    if sections.is_empty() {
        return;
    }
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Objectives");
        sections.iter().for_each(|section| write_section(section, page));
    });
}

fn write_section(section: &Section<'_>, page: &mut Markup) {
    let folds = |verdict: &&&Verdict| {
        section.is_pack
            && !verdict.fails_run()
            && Standing::of(&verdict.outcome) == Standing::Unknown
    };
    let (folded, shown): (Vec<&&Verdict>, Vec<&&Verdict>) =
        section.verdicts.iter().partition(folds);
    let title = if section.title == "Objectives" { "Of this service" } else { &section.title };
    page.leaf("h3", &[], title);
    if !shown.is_empty() {
        page.element("div", &[("class", "cards")], |page| {
            shown.into_iter().for_each(|verdict| write_card(verdict, page));
        });
    }
    if folded.is_empty() {
        return;
    }
    page.element("details", &[("class", "unmeasured")], |page| {
        let noun = if folded.len() == 1 { "objective" } else { "objectives" };
        page.leaf("summary", &[], &format!("{} {noun} not measured by this run", folded.len()));
        page.element("ul", &[], |page| {
            folded.into_iter().for_each(|verdict| write_unmeasured(verdict, page));
        });
    });
}

fn write_unmeasured(verdict: &Verdict, page: &mut Markup) {
    page.element("li", &[], |page| {
        page.leaf("code", &[], &verdict.promise.objective.to_string());
        page.leaf("span", &[("class", "origin")], &figures::origin(&verdict.promise.origin));
        if let Outcome::Unknown(why) = &verdict.outcome {
            page.leaf("span", &[("class", "why")], &why.reason());
        }
    });
}

fn write_card(verdict: &Verdict, page: &mut Markup) {
    let standing = Standing::of(&verdict.outcome);
    page.element("article", &[("class", &format!("card {}", standing.word()))], |page| {
        page.element("div", &[("class", "state")], |page| {
            page.leaf("span", &[("class", "sign"), ("aria-hidden", "true")], standing.sign());
            page.leaf("span", &[], &words::capitalised(standing.word()));
            page.leaf("span", &[("class", "origin")], &origin(&verdict.promise.origin));
        });
        page.leaf("code", &[("class", "sentence")], &verdict.promise.objective.to_string());
        if let Outcome::Unknown(why) = &verdict.outcome {
            page.leaf("p", &[("class", "why")], &words::capitalised(&why.reason()));
            return;
        }
        page.element("div", &[("class", "figure")], |page| {
            let figure = verdict.figure.map_or_else(|| words::NONE.to_owned(), words::quantity);
            page.leaf("strong", &[], &figure);
            page.leaf("span", &[], &words::margin(verdict).unwrap_or_default());
        });
        write_bar(verdict, page);
        page.leaf("p", &[("class", "evidence")], &evidence(verdict));
    });
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::File => "from the file".to_owned(),
        other => figures::origin(other),
    }
}

/// The figure as a bar with its target as a mark across it.
fn write_bar(verdict: &Verdict, page: &mut Markup) {
    let (Some(figure), Some(_)) = (verdict.figure, verdict.margin) else { return };
    let of_target = (figure.base() / verdict.promise.objective.target.base()).clamp(0.0, BAR_MAX);
    let end = of_target.max(1.0) * 1.15;
    page.element("div", &[("class", "bar"), ("aria-hidden", "true")], |page| {
        let width = format!("width:{:.1}%", of_target / end * 100.0);
        page.leaf("i", &[("style", &width)], "");
        let left = format!("left:{:.1}%", 100.0 / end);
        page.leaf("b", &[("style", &left)], "");
    });
}

fn evidence(verdict: &Verdict) -> String {
    let evidence = &verdict.evidence;
    let mut parts = vec![match evidence.samples {
        1 => "1 sample".to_owned(),
        samples => format!("{} samples", words::count(samples)),
    }];
    if evidence.relative_error > 0.0 {
        parts.push(format!("±{}", words::share(evidence.relative_error)));
    }
    parts.extend(evidence.note.clone());
    parts.join(", ")
}
