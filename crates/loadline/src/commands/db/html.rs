//! Answers as one self-contained page. In come tables and checks; out goes HTML in which nothing of the server's is
//! markup (`loadline_report::Markup` escapes it all).

mod table;

use loadline_postgres::rules::{Advice, Check};
pub(super) use loadline_report::Markup;

use super::table::Table;

/// What these pages have besides the style of all pages.
const STYLE: &str = include_str!("html/page.css");

/// A page of these parts.
pub(super) fn page(title: &str, head: &str, content: impl FnOnce(&mut Markup)) -> String {
    loadline_report::sheet(title, head, STYLE, content)
}

/// A page with a table and a line below it.
pub(super) fn list(title: &str, head: &str, found: &Table, legend: &str) -> String {
    page(title, head, |page| {
        page.element("section", &[], |page| {
            if !found.is_empty() {
                table(title, found, page);
            }
            page.element("p", &[("class", "lead below")], |page| page.marked(legend));
        });
    })
}

/// Headline figures with their names.
pub(super) fn figures(figures: &[(&str, String)], page: &mut Markup) {
    page.element("dl", &[("class", "stats")], |page| {
        for (name, figure) in figures {
            page.element("div", &[], |page| {
                page.leaf("dt", &[], name);
                page.leaf("dd", &[], figure);
            });
        }
    });
}

/// A heading with a table below it; nothing where it has no rows.
pub(super) fn section(heading: &str, found: &Table, page: &mut Markup) {
    if found.is_empty() {
        return;
    }
    page.element("section", &[], |page| {
        page.leaf("h2", &[], heading);
        table(heading, found, page);
    });
}

/// A table.
pub(super) fn table(caption: &str, table: &Table, page: &mut Markup) {
    table.write_html(caption, page);
}

/// Findings as cards, and what could not be seen.
pub(super) fn findings(check: &Check, counted: &str, page: &mut Markup) {
    page.element("section", &[("id", "findings")], |page| {
        page.leaf("h2", &[], counted);
        if check.advice.is_empty() {
            page.leaf(
                "p",
                &[("class", "lead")],
                "Nothing was found that asks for something to be done.",
            );
        }
        check.advice.iter().for_each(|advice| finding(advice, page));
    });
    if check.hidden.is_empty() {
        return;
    }
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Not seen");
        page.element("ul", &[("class", "unseen-list")], |page| {
            for hidden in &check.hidden {
                page.element("li", &[], |page| {
                    page.leaf("span", &[], &hidden.what);
                    page.leaf("code", &[], &hidden.remedy);
                });
            }
        });
    });
}

fn finding(advice: &Advice, page: &mut Markup) {
    let severity = advice.severity.to_string();
    page.element("article", &[("class", &format!("found {severity}"))], |page| {
        page.element("h3", &[], |page| {
            page.leaf("b", &[], &severity);
            page.text(&format!(" {} {}", advice.subject, advice.symptom));
            page.leaf("span", &[("class", "rule-name")], advice.rule);
        });
        page.element("dl", &[], |page| {
            let lines = [
                ("evidence", &advice.evidence),
                ("next", &advice.next_step),
                ("gain", &advice.gain.words),
            ];
            for (name, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
                page.element("div", &[], |page| {
                    page.leaf("dt", &[], name);
                    page.element("dd", &[], |page| page.marked(value));
                });
            }
        });
        if let Some(statement) = &advice.statement {
            page.element("pre", &[("tabindex", "0")], |page| page.leaf("code", &[], statement));
        }
    });
}
