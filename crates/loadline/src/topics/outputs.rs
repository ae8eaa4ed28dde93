//! The kinds of `--out`.

use loadline_report::FORMATS;

use super::topic::table;
use crate::output::streams::STREAMS;

pub(super) fn text() -> String {
    let formats: Vec<_> = FORMATS.iter().map(|f| (f.name, f.description)).collect();
    let streams: Vec<_> = STREAMS.iter().map(|s| (s.name, s.description)).collect();
    format!(
        "--out KIND=PATH, as often as wanted. Written when the run is over:\n\n{}\nHanded out while it goes on:\n\n{}",
        table(&formats),
        table(&streams)
    )
}
