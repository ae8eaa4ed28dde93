//! What broke first, and at which load: in words, at the top of the page.

use super::markup::Markup;
use crate::figures;
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, page: &mut Markup) {
    let Some(point) = &report.breaking_point else { return };
    let story = figures::story(point);
    let class = if story.is_broken { "story missed" } else { "story met" };
    page.element("div", &[("class", class)], |page| {
        page.element("h2", &[], |page| page.marked(&story.headline));
        page.element("dl", &[], |page| {
            for (name, sentence) in &story.facts {
                page.element("div", &[], |page| {
                    page.leaf("dt", &[], name);
                    page.element("dd", &[], |page| page.marked(&words::capitalised(sentence)));
                });
            }
        });
        if !report.levels.is_empty() {
            page.leaf("a", &[("href", "#levels-section")], "Level by level");
        }
    });
}
