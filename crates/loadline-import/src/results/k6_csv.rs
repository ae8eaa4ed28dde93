//! k6's points as comma-separated values: the tags that were enabled are the columns in the middle.

use super::clock::{moment_ms, unix_ms};
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::k6_json::describe;
use super::k6_metrics::{PointTags, built_in, record};
use super::recorder::Recorder;

pub(super) const FORMAT: Format = Format {
    name: "k6-csv",
    tool: "k6",
    made_by: "`k6 run --out csv=FILE`, also .gz, any K6_CSV_TIME_FORMAT",
    taken: "every point of k6's own metrics, in windows of a second",
    lost: "metrics made by scripts, whose kind the file does not tell; tags other than name, method, status and error",
    detect: |head| head.starts_with("metric_name,timestamp,metric_value"),
    read,
};

const FORMS: &str = "seconds, milliseconds, microseconds or nanoseconds since 1970, or RFC 3339";

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut row = Record::default();
    row.read(input, ',')?;
    let columns = Columns::of(&row);
    let metric = columns.need("metric_name")?;
    let time = columns.need("timestamp")?;
    let value = columns.need("metric_value")?;
    let tags = ["name", "url", "method", "status", "error", "error_code", "expected_response"];
    let tags = tags.map(|tag| columns.place(tag));
    while row.read(input, ',')? {
        columns.fit(&row, input)?;
        let text = row.get(time);
        let at_ms = text.parse().ok().and_then(unix_ms).or_else(|| moment_ms(text));
        let at_ms = at_ms.ok_or_else(|| columns.wrong(&row, time, FORMS))?;
        let number = columns.number(&row, value)?;
        let name = row.get(metric);
        let Some(place) = built_in(name) else {
            let name = super::bounds::shortened(name);
            recorder.skip(&format!("`{name}`, made by the script: k6's JSON tells its kind"));
            continue;
        };
        let [name_tag, url, method, status, error, error_code, expected] =
            tags.map(|place| place.map_or("", |place| row.get(place)));
        let tags = PointTags { name: name_tag, url, method, status, error, error_code, expected };
        record(recorder, name, place, at_ms, number, tags);
    }
    describe(&mut recorder.about);
    Ok(())
}
