//! Failures on the screen: what went wrong, where in a file, and what to do.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use loadline_core::yaml::Diagnostic;

use super::print::{Stream, hint, note, painted};
use crate::failure::Failure;

/// Prints a failure with its hint; mistakes in a file are shown in their places.
pub(crate) fn print_failure(failure: &Failure) {
    if let Failure::Mistakes { path, text, mistakes } = failure {
        let name = path.display().to_string();
        mistakes.iter().for_each(|mistake| print_mistake(&name, text, mistake));
    }
    let causes: String = failure.causes().iter().map(|cause| format!(": {cause}")).collect();
    note(&format!("{} {failure}{causes}", painted(Stream::Stderr, "1;31", "error:")));
    if let Some(text) = failure.hint() {
        hint(&text);
    }
}

fn print_mistake(name: &str, text: &str, mistake: &Diagnostic) {
    let offset = mistake.offset.min(text.len());
    let span = offset..(offset + mistake.length).min(text.len());
    let place = Snippet::source(text).path(name).annotation(AnnotationKind::Primary.span(span));
    let mut shown = vec![Level::ERROR.primary_title(&mistake.message).element(place)];
    if let Some(hint) = &mistake.hint {
        let hint = Level::HELP.with_name("hint").secondary_title(hint);
        shown.push(annotate_snippets::Group::with_title(hint));
    }
    let colour = Stream::Stderr.has_colour();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    note(&format!("{}\n", renderer.render(&shown)));
}
