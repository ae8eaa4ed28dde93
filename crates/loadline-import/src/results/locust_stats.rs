//! Locust's totals, a row for each request. The last row, `Aggregated`, is their sum and is read for its rate alone.

use loadline_core::window::names;

use super::about::{FROM_THE_SEND, PERCENTILES_ONLY};
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::whole::Whole;

pub(super) const FORMAT: Format = Format {
    name: "locust-stats",
    tool: "Locust",
    made_by: "`locust --csv PREFIX`: PREFIX_stats.csv",
    taken: "requests, failures and percentiles by name and method, sizes",
    lost: "time within the run, kinds of failures, users",
    detect: |head| head.starts_with("Type,Name,Request Count,Failure Count"),
    read,
};

/// Requests of a name at most in one file: more rows than this are no summary.
const ROWS_MAX: usize = 100_000;
pub(super) const MS: f64 = 1e-3;
/// What Locust calls the sum of all rows.
pub(super) const SUM: &str = "Aggregated";

struct Row {
    name: String,
    method: String,
    failed: u64,
    bytes: f64,
    shape: Distribution,
}

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut record = Record::default();
    record.read(input, ',')?;
    let columns = Columns::of(&record);
    let [kind, name, count, failed, rate] =
        ["Type", "Name", "Request Count", "Failure Count", "Requests/s"].map(|n| columns.need(n));
    let (kind, name, count, failed, rate) = (kind?, name?, count?, failed?, rate?);
    let size = columns.need("Average Content Size")?;
    let times = Times::of(&columns)?;
    let (mut rows, mut seconds) = (Vec::new(), None);
    while record.read(input, ',')? {
        columns.fit(&record, input)?;
        let requests = columns.amount(&record, count)? as u64;
        if record.get(kind).is_empty() && record.get(name) == SUM {
            let rate = columns.amount(&record, rate)?;
            seconds = (rate > 0.0).then(|| requests as f64 / rate);
            continue;
        }
        if rows.len() == ROWS_MAX {
            return Err(ImportError::at(record.line, 0, format!("more than {ROWS_MAX} rows")));
        }
        rows.push(Row {
            name: record.get(name).to_owned(),
            method: record.get(kind).to_owned(),
            failed: columns.amount(&record, failed)? as u64,
            bytes: columns.amount(&record, size)? * requests as f64,
            shape: times.shape(&columns, &record, requests)?,
        });
    }
    let seconds = seconds.ok_or_else(|| {
        super::csv::truncated(input.line_number(), "the row `Aggregated` is missing or has no rate")
    })?;
    let mut whole = Whole::new(None, seconds, recorder)?;
    for row in &rows {
        let tags = RequestTags { name: &row.name, method: &row.method, ..RequestTags::default() };
        whole.requests(recorder, tags, row.shape.count, row.failed);
        whole.count(names::BYTES_RECEIVED, row.bytes);
        let tags = recorder.request_tags(tags);
        whole.times(names::RESPONSE_TIME, &tags, row.shape.histogram());
    }
    recorder.about.latency(FROM_THE_SEND);
    let percentiles =
        format!("{PERCENTILES_ONLY}; those of all requests are put together from the rows");
    recorder.about.fact("imported percentiles", percentiles);
    whole.finish(recorder);
    Ok(())
}

/// The columns that tell how long requests took, in milliseconds.
struct Times {
    mean: usize,
    min: usize,
    max: usize,
    /// Each with its quantile. The largest is told exactly in a column of its own.
    points: Vec<(f64, usize)>,
}

impl Times {
    fn of(columns: &Columns) -> Result<Self, ImportError> {
        let percent = |name: &str| name.strip_suffix('%')?.parse::<f64>().ok();
        let points = columns.others(&[]).into_iter().filter_map(|name| {
            let q = percent(name).filter(|percent| (0.0..100.0).contains(percent))? / 100.0;
            Some((q, columns.place(name)?))
        });
        Ok(Self {
            mean: columns.need("Average Response Time")?,
            min: columns.need("Min Response Time")?,
            max: columns.need("Max Response Time")?,
            points: points.collect(),
        })
    }

    fn shape(
        &self,
        columns: &Columns,
        record: &Record,
        count: u64,
    ) -> Result<Distribution, ImportError> {
        let known = |place: usize| -> Result<Option<f64>, ImportError> {
            match record.get(place) {
                "N/A" | "" => Ok(None),
                _ => columns.amount(record, place).map(|value| Some(value * MS)),
            }
        };
        let mut points = Vec::new();
        for (q, place) in &self.points {
            points.extend(known(*place)?.map(|value| (*q, value)));
        }
        Ok(Distribution {
            count,
            mean: known(self.mean)?,
            min: known(self.min)?,
            max: known(self.max)?,
            points,
            ..Distribution::default()
        })
    }
}
