//! The kinds of `--out`.

use loadline_report::FORMATS;

use super::topic::table;
use crate::output::k6::K6_OUTPUTS;
use crate::output::streams::STREAMS;

pub(super) fn text() -> String {
    let formats: Vec<_> = FORMATS.iter().map(|f| (f.name, f.description)).collect();
    let streams: Vec<_> = STREAMS.iter().map(|s| (s.name, s.description)).collect();
    let samples: Vec<_> = K6_OUTPUTS.iter().map(|k| (k.names[0], k.description)).collect();
    format!(
        "--out KIND=PATH, as often as wanted. Written when the run is over:\n\n{}\nHanded out while it goes on:\n\n{}\nOf a k6 script, where json and csv are these and report-json, report-csv the reports:\n\n{}",
        table(&formats),
        table(&streams),
        table(&samples)
    )
}
