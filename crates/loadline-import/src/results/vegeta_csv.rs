//! vegeta's results as comma-separated values without a header.

use super::clock::unix_ms;
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::Recorder;
use super::vegeta_result::{Hit, describe};

pub(super) const FORMAT: Format = Format {
    name: "vegeta-csv",
    tool: "vegeta",
    made_by: "`vegeta encode --to csv results.bin > FILE`",
    taken: "every result: time, status, error, method, path, bytes",
    lost: "bodies, headers, queries of URLs",
    detect: |head| {
        let line = head.lines().next().unwrap_or_default();
        let fields: Vec<&str> = line.split(',').take(4).collect();
        let digits =
            |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        fields.len() == 4 && fields[0].len() == 19 && fields.iter().all(digits)
    },
    read,
};

/// The columns of version 12; those before it had no method, URL and headers.
const COLUMNS: [&str; 12] = [
    "timestamp",
    "code",
    "latency",
    "bytes out",
    "bytes in",
    "error",
    "body",
    "attack",
    "seq",
    "method",
    "url",
    "headers",
];
const COLUMNS_OLD: usize = 9;

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut row = Record::default();
    let mut columns = Columns::named(&COLUMNS);
    let mut is_first = true;
    while row.read(input, ',')? {
        if is_first && row.len() == COLUMNS_OLD {
            columns = Columns::named(&COLUMNS[..COLUMNS_OLD]);
        }
        is_first = false;
        columns.fit(&row, input)?;
        let start = columns.amount(&row, 0)?;
        let hit = Hit {
            start_ms: unix_ms(start)
                .ok_or_else(|| columns.wrong(&row, 0, "nanoseconds since 1970"))?,
            latency_ns: columns.amount(&row, 2)?,
            code: row.get(1),
            error: row.get(5),
            method: row.get(9),
            url: row.get(10),
            received: columns.amount(&row, 4)?,
            sent: columns.amount(&row, 3)?,
        };
        hit.record(recorder);
    }
    describe(&mut recorder.about);
    Ok(())
}
