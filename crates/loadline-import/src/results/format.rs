//! The formats that can be imported: one ordered list that drives detection, help, documentation and tests.

use super::error::ImportError;
use super::input::Input;
use super::recorder::Recorder;
use super::{
    ab, autocannon, h2load, hey_csv, hey_text, jmeter_csv, jmeter_xml, k6_csv, k6_json, k6_summary,
    loadline, locust_failures, locust_history, locust_json, locust_stats, oha_csv, oha_json,
    vegeta_csv, vegeta_gob, vegeta_json, vegeta_report, wrk,
};

/// One kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What the command line calls it.
    pub name: &'static str,
    /// The tool that writes it.
    pub tool: &'static str,
    /// How to get such a file, for help.
    pub made_by: &'static str,
    /// What is taken from it.
    pub taken: &'static str,
    /// What of it finds no place in a run.
    pub lost: &'static str,
    /// Whether a file that begins so is one.
    pub(crate) detect: fn(&str) -> bool,
    /// Reads all of it.
    pub(crate) read: fn(&mut Input<'_>, &mut Recorder<'_>) -> Result<(), ImportError>,
}

/// Every format, in the order they are tried and help lists them.
pub const FORMATS: [Format; 22] = [
    loadline::FORMAT,
    k6_json::FORMAT,
    k6_csv::FORMAT,
    k6_summary::FORMAT,
    locust_stats::FORMAT,
    locust_history::FORMAT,
    locust_failures::FORMAT,
    locust_json::FORMAT,
    jmeter_csv::FORMAT,
    jmeter_xml::FORMAT,
    oha_json::FORMAT,
    oha_csv::FORMAT,
    wrk::FORMAT,
    hey_text::FORMAT,
    hey_csv::FORMAT,
    vegeta_json::FORMAT,
    vegeta_report::FORMAT,
    vegeta_csv::FORMAT,
    vegeta_gob::FORMAT,
    autocannon::FORMAT,
    h2load::FORMAT,
    ab::FORMAT,
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The first format that a file which begins so can be.
pub(crate) fn detected(head: &[u8]) -> Option<&'static Format> {
    let head = String::from_utf8_lossy(head);
    FORMATS.iter().find(|format| (format.detect)(&head))
}
