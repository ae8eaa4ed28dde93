//! What was found about the tested while it was under load, with what to do about it.

use super::markup::Markup;
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, page: &mut Markup) {
    if report.advice.is_empty() {
        return;
    }
    page.element("section", &[("id", "advice"), ("class", "advice")], |page| {
        page.leaf("h2", &[], "Found under load");
        write_findings(&report.advice, page);
    });
}

/// One finding under the other.
pub(super) fn write_findings(findings: &[loadline_core::Finding], page: &mut Markup) {
    for finding in findings {
        page.element("div", &[("class", "finding")], |page| {
            page.leaf("h3", &[], &words::capitalised(&finding.symptom));
            page.element("p", &[], |page| page.marked(&finding.evidence));
            let next = words::capitalised(&finding.next_step);
            page.element("p", &[("class", "next")], |page| page.marked(&next));
        });
    }
}
