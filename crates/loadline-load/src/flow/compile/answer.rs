//! Checks and saves, their expressions parsed.

use loadline_core::file;
use loadline_core::yaml::Located;
use regex::Regex;
use serde_json_path::JsonPath;

use super::super::answer::{Check, Expected, Save, Source};
use super::super::error::FlowError;
use super::super::fill::Text;
use super::flow::Compiler;

/// The largest compiled form of a regular expression, in bytes.
const REGEX_BYTES_MAX: usize = 1024 * 1024;

impl Compiler<'_> {
    pub(super) fn check(&mut self, check: &file::Check) -> Result<Check, FlowError> {
        Ok(match check {
            file::Check::Header { name, expected } => {
                Check::Header { name: name.clone(), expected: self.expected(expected)? }
            }
            file::Check::Body(expected) => Check::Body(self.expected(expected)?),
            file::Check::Json { path, expected } => {
                Check::Json { path: json_path(path)?, expected: self.expected(expected)? }
            }
            file::Check::Duration(comparison, limit) => Check::Duration(*comparison, *limit),
            file::Check::Size(comparison, limit) => Check::Size(*comparison, *limit),
        })
    }

    pub(super) fn expected(&mut self, expected: &file::Expected) -> Result<Expected, FlowError> {
        Ok(match expected {
            file::Expected::Present => Expected::Present,
            file::Expected::Equal(text) => Expected::Equal(Text::new(text, &mut self.names)?),
            file::Expected::Containing(text) => {
                Expected::Containing(Text::new(text, &mut self.names)?)
            }
            file::Expected::Matching(pattern) => Expected::Matching(regex(pattern)?),
        })
    }

    pub(super) fn save(&mut self, save: &file::Save) -> Result<Save, FlowError> {
        let source = match &save.source {
            file::Source::Json(path) => Source::Json(json_path(path)?),
            file::Source::Header(name) => Source::Header(name.clone()),
            file::Source::Regex(pattern) => Source::Regex(regex(pattern)?),
            file::Source::Cookie(name) => Source::Cookie(name.clone()),
            file::Source::Status => Source::Status,
            file::Source::Body => Source::Body,
        };
        Ok(Save { name: save.name.clone(), slot: self.names.slot(&save.name), source })
    }
}

fn json_path(path: &Located<String>) -> Result<JsonPath, FlowError> {
    JsonPath::parse(&path.value).map_err(|error| FlowError::JsonPath {
        path: path.value.clone(),
        why: error.to_string(),
        place: path.place,
    })
}

fn regex(pattern: &Located<String>) -> Result<Regex, FlowError> {
    let built = regex::RegexBuilder::new(&pattern.value).size_limit(REGEX_BYTES_MAX).build();
    built.map_err(|error| FlowError::Regex {
        pattern: pattern.value.clone(),
        // The library draws the place below the pattern; its last line says what is wrong.
        why: error.to_string().lines().last().unwrap_or_default().replace("error: ", ""),
        place: pattern.place,
    })
}
