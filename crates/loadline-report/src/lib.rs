//! Turns verdicts and windows into bytes: the terminal's closing summary, a page for people, and files for
//! programs, spreadsheets, CI systems and pull requests.
//!
//! The binary streams the windows of a run through a [`ReportBuilder`] once, adds verdicts and findings, and
//! hands the [`Report`] to a format. Every figure shown is read off an aggregate or a verdict; none is
//! invented here, nothing is judged, and nothing is written to disk: formats give text.
//!
//! A format is one file or folder, registered in [`FORMATS`].

mod annotations;
mod builder;
mod chart;
mod compare;
mod csv;
mod figures;
mod fold;
mod format;
mod html;
mod json;
mod junit;
mod k6_metric;
mod markdown;
mod openmetrics;
mod otlp;
mod protobuf;
mod remote_write;
mod report;
mod terminal;
mod timeline;
mod totals;
mod tracks;
mod words;

pub use annotations::annotations;
pub use builder::ReportBuilder;
pub use compare::{COMPARISON_FORMATS, ComparisonFormat, comparison_format, comparison_summary};
pub use figures::Latency;
pub use fold::Stretch;
pub use format::{FORMATS, Format, format};
pub use html::{Attributes, Colour, Course, CourseChart, CourseLine, Markup, sheet};
pub use json::SCHEMA;
pub use k6_metric::{K6Kind, K6Metric, K6Unit, TrendFigure};
pub use otlp::{Otlp, OtlpOptions};
pub use remote_write::{K6RemoteWrite, K6RemoteWriteOptions, RemoteWrite};
pub use report::{Ending, Level, Report, RunInfo, StageMark};
pub use terminal::{Look, summary};
pub use timeline::{POINTS_MAX, Timeline};
pub use tracks::{TRACKS_MAX, Track, TrackKind};
