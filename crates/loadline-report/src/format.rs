//! The formats of `--out KIND=PATH`, in the order help lists them.

use crate::report::Report;
use crate::{csv, html, json, junit, markdown, openmetrics, terminal};

/// One way to write a report to a file.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What the command line calls it.
    pub name: &'static str,
    /// One line for help.
    pub description: &'static str,
    /// The whole file, as text.
    pub render: fn(&Report) -> String,
}

/// Every format, in the order help lists them.
pub const FORMATS: [Format; 8] = [
    Format {
        name: "html",
        description: "one self-contained page with charts, for people",
        render: html::render,
    },
    Format {
        name: "json",
        description: "every figure, in a documented schema, for programs",
        render: json::render,
    },
    Format {
        name: "csv",
        description: "one row for each request and for all, for spreadsheets",
        render: csv::render_requests,
    },
    Format {
        name: "csv-timeline",
        description: "one row for each second of the run, what was watched in columns of its own",
        render: csv::render_timeline,
    },
    Format {
        name: "junit",
        description: "one test case for each objective, for CI systems",
        render: junit::render,
    },
    Format {
        name: "markdown",
        description: "verdicts and tables, for a comment on a pull request",
        render: markdown::render,
    },
    Format {
        name: "openmetrics",
        description: "the final figures as text that Prometheus reads",
        render: openmetrics::render,
    },
    Format {
        name: "text",
        description: "the closing summary as plain text",
        render: terminal::render,
    },
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
