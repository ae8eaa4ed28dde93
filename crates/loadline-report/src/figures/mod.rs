//! The figures that all formats show, read off the aggregates of a report.
//!
//! One file a table. Formats lay figures out; only here are they taken from histograms, counters, gauges and
//! shares, so that two formats cannot disagree.

mod breaking;
mod errors;
mod generator;
mod groups;
mod latency;
mod left_out;
mod objectives;
mod streams;
mod volume;
mod watched;

pub(crate) use breaking::{
    resource_figure, saturation_words, sign_short, sign_words, signs_short, story,
};
pub(crate) use errors::{ErrorRow, StatusRow, errors, statuses};
pub(crate) use generator::Generator;
pub(crate) use groups::{Group, by_answer, by_class, by_load, by_name, overall};
pub use latency::Latency;
pub(crate) use latency::{Read, per_second};
pub(crate) use left_out::left_out;
pub(crate) use objectives::{
    Section, Standing, Tally, latency_targets, missed_by, origin, sections,
};
pub(crate) use streams::{EventRow, SocketRow, events, sockets};
pub(crate) use volume::Volume;
pub(crate) use watched::{Watched, metric_words, series_unit, track_words, watched};

#[cfg(test)]
mod tests;
