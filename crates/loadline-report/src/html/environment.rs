//! How to repeat the run, and where it ran.

use super::markup::Markup;
use crate::report::Report;

pub(super) fn write(report: &Report, page: &mut Markup) {
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Repeat this run");
        page.element("div", &[("class", "command")], |page| {
            page.element("pre", &[("tabindex", "0")], |page| {
                page.element("code", &[], |page| write_command(&report.run.command, page));
            });
            let button = [("type", "button"), ("id", "copy"), ("hidden", "")];
            page.leaf("button", &button, "Copy");
        });
        if report.run.environment.is_empty() {
            return;
        }
        page.element("dl", &[("class", "facts wide")], |page| {
            for (name, value) in &report.run.environment {
                page.element("div", &[], |page| {
                    page.leaf("dt", &[], name);
                    page.leaf("dd", &[], value);
                });
            }
        });
    });
}

/// The command in words, so that a line breaks between two of them, never within an option.
fn write_command(command: &str, page: &mut Markup) {
    for (place, word) in command.split(' ').enumerate() {
        if place > 0 {
            page.text(" ");
        }
        page.leaf("span", &[], word);
    }
}
