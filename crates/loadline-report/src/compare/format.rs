//! The formats of `loadline compare --out KIND=PATH`, in the order help lists them.

use loadline_core::Comparison;

use super::{json, markdown, terminal};

/// One way to write a comparison to a file.
#[derive(Debug, Clone, Copy)]
pub struct ComparisonFormat {
    /// What the command line calls it.
    pub name: &'static str,
    /// One line for help.
    pub description: &'static str,
    /// The whole file, as text.
    pub render: fn(&Comparison) -> String,
}

/// Every format, in the order help lists them.
pub const COMPARISON_FORMATS: [ComparisonFormat; 3] = [
    ComparisonFormat {
        name: "json",
        description: "every figure with its interval, for programs",
        render: json::render,
    },
    ComparisonFormat {
        name: "markdown",
        description: "tables for a comment on a pull request",
        render: markdown::render,
    },
    ComparisonFormat {
        name: "text",
        description: "the closing summary as plain text",
        render: terminal::render,
    },
];

/// The format of that name.
pub fn comparison_format(name: &str) -> Option<&'static ComparisonFormat> {
    COMPARISON_FORMATS.iter().find(|format| format.name == name)
}
