//! Markdown: the run for a comment on a pull request, or the summary of a CI job.
//!
//! A report goes in, GitHub-flavoured Markdown comes out, most important first and never longer than
//! 65,536 bytes: what does not fit is left out and said. Text from outside is set as code, in which nothing
//! is a link, a mention or markup.

mod document;
mod parts;
mod tables;

pub(crate) use parts::render;

#[cfg(test)]
mod tests;
