//! Failures on the screen: what went wrong, where in a file, and what to do.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource};

use super::print::{Stream, hint, note, painted, print};
use crate::failure::Failure;

/// Prints a failure with its hint; mistakes in a file are shown in their places.
pub(crate) fn print_failure(failure: &Failure) {
    if let Failure::Mistakes { path, text, mistakes } = failure {
        let name = path.display().to_string();
        for mistake in mistakes {
            let end = text.len();
            let offset = mistake.offset.min(end);
            let span = LabeledSpan::at(offset..(offset + mistake.length).min(end), "here");
            let place = format!("{name}:{}:{}", mistake.line, mistake.column);
            let mut shown = MietteDiagnostic::new(format!("{place}: {}", mistake.message));
            shown.labels = Some(vec![span]);
            shown.help.clone_from(&mistake.hint);
            let report =
                miette::Report::new(shown).with_source_code(NamedSource::new(&name, text.clone()));
            let mut out = String::new();
            // Rendering into memory fails only where the diagnostic itself is broken.
            let _ = handler().render_report(&mut out, report.as_ref());
            print(Stream::Stderr, &out);
        }
    }
    let causes: String = failure.causes().iter().map(|cause| format!(": {cause}")).collect();
    note(&format!("{} {failure}{causes}", painted(Stream::Stderr, "1;31", "error:")));
    if let Some(text) = failure.hint() {
        hint(&text);
    }
}

fn handler() -> GraphicalReportHandler {
    let colour = Stream::Stderr.has_colour();
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme)
}
