//! `loadline db spans`: N+1 from the traces a service exported, counted exactly.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use loadline_postgres::n_plus_one::{SpanReport, SpansError, read_spans};
use loadline_postgres::rules::Check;
use loadline_postgres::rules::facts::count;

use super::out::{self, OutFormat, file_name};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, print, warning};

/// Read spans that OpenTelemetry exported as JSON and name statements that a request sends once for each row of another one
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Lines of OTLP in JSON, as the collector's file exporter writes them; `-` reads standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = OutFormat::Text)]
    format: OutFormat,
}

/// Reads, counts, prints.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut reader = open(&args.file).map_err(|error| failure(&args.file, &error.into()))?;
    let read = read_spans(&mut reader).map_err(|error| failure(&args.file, &error))?;
    if read.skipped > 0 {
        let skipped = count(read.skipped.cast_signed());
        warning(&format!("{skipped} lines or spans could not be read and were skipped"));
    }
    let check = Check { advice: read.report.advice(), ..Check::default() };
    print(Stream::Stdout, &out::check(&check, &head(&args.file, &read), args.format));
    Ok(Exit::Met)
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    Ok(match path.as_os_str() == "-" {
        true => Box::new(io::stdin().lock()),
        false => Box::new(BufReader::new(File::open(path)?)),
    })
}

fn head(path: &Path, read: &SpanReport) -> String {
    let (spans, traces) = (count(read.spans.cast_signed()), read.report.looked_at);
    format!("{}: {spans} spans of {} traces", file_name(path), count(traces as i64))
}

fn failure(path: &Path, error: &SpansError) -> Failure {
    Failure::Spans { place: file_name(path), why: error.to_string() }
}
