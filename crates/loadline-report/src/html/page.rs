//! The page: its parts in their order.

use super::markup::Markup;
use super::{
    advice, distribution, environment, errors, head, levels, objectives, phases, streams, tables,
    timeline, trust,
};
use crate::report::Report;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// What hatches the ground of the warm-up.
const HATCH: &str = concat!(
    "<svg class=\"unseen\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" ",
    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" ",
    "stroke=\"currentColor\" stroke-opacity=\"0.22\" stroke-width=\"2\"></path></pattern></defs></svg>\n",
);

/// Each part writes one section, or nothing where there is nothing to say.
type Part = fn(&Report, &mut Markup);

const PARTS: [Part; 14] = [
    head::write,
    objectives::write,
    trust::write,
    advice::write,
    levels::write,
    timeline::write,
    distribution::write,
    tables::write_latency,
    tables::write_stages,
    phases::write,
    streams::write,
    errors::write,
    trust::write_generator,
    environment::write,
];

/// The report as a page.
pub(crate) fn render(report: &Report) -> String {
    let name = head::title(report);
    document(&name, "", |page| {
        page.own(HATCH);
        page.element("main", &[], |page| PARTS.iter().for_each(|part| part(report, page)));
    })
}

/// A whole document with the style and the script of all pages, and with `style` besides.
pub(super) fn document(title: &str, style: &'static str, body: impl FnOnce(&mut Markup)) -> String {
    let mut page = Markup::default();
    page.element("html", &[("lang", "en")], |page| {
        page.element("head", &[], |page| write_head(title, style, page));
        page.element("body", &[], |page| {
            body(page);
            page.element("script", &[], |page| page.own(SCRIPT));
        });
    });
    page.into_page()
}

fn write_head(title: &str, style: &'static str, page: &mut Markup) {
    page.void("meta", &[("charset", "utf-8")]);
    page.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    page.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    page.leaf("title", &[], &format!("{title} – Loadline"));
    page.element("style", &[], |page| {
        page.own(STYLE);
        page.own(style);
    });
}
