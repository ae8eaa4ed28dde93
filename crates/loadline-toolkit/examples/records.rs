//! A file of JSON lines, each parsed and hashed with SHA-256, at the rate this machine can: `records [GIB] [MAPPED]`.
//! It makes a file of that many GiB (one, unless it is said), streams it, and prints the rate, the CPU time and the most
//! memory the process was resident with. With a second word the file is mapped.
#![expect(clippy::print_stdout, reason = "an example shows its figures")]

use loadline_toolkit::stream::{FileSource, Record, Source, StreamProcessor};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::{
    env,
    error::Error,
    fs,
    io::{self, BufWriter, Write},
    path::Path,
};

const GIB: u64 = 1 << 30;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = env::args().skip(1);
    let gib = words.next().map_or(Ok(1), |word| word.parse::<u64>())?;
    let is_mapped = words.next().is_some();
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("records.ndjson");
    write_records(&path, gib * GIB)?;
    let processor = StreamProcessor::builder().build()?;
    let (mut total, mut digest) = (0, [0; 32]);
    let report = processor.lines(source(&path, is_mapped)?, work, |(number, hash)| {
        total += number;
        digest.iter_mut().zip(hash).for_each(|(all, one)| *all ^= one);
        Ok::<_, io::Error>(())
    })?;
    let gb_per_minute = report.bytes as f64 / 1e9 / report.took.as_secs_f64() * 60.0;
    println!(
        "{} records, {} bytes, sum {total}, digest {:02x?}…",
        report.records,
        report.bytes,
        &digest[..4]
    );
    println!("{:.1} s, {gb_per_minute:.1} GB/min, {}", report.took.as_secs_f64(), resident()?);
    Ok(())
}

/// Parses a record and hashes its bytes.
fn work(record: Record<'_>) -> Result<(u64, [u8; 32]), serde_json::Error> {
    let parsed: Value = serde_json::from_slice(record.bytes)?;
    Ok((parsed["quantity"].as_u64().unwrap_or(0), Sha256::digest(record.bytes).into()))
}

#[expect(unsafe_code, reason = "a map needs the promise that nobody changes the file")]
fn source(path: &Path, is_mapped: bool) -> io::Result<Source<'static>> {
    if is_mapped {
        // SAFETY: the file is this process's own, in a folder of its own, and written to no more.
        unsafe { FileSource::auto_unchanging(path) }
    } else {
        FileSource::auto(path)
    }
}

/// Orders of about 250 bytes.
fn write_records(path: &Path, bytes: u64) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(path)?);
    let (mut written, mut number) = (0, 0_u64);
    while written < bytes {
        let line = format!(
            "{{\"id\":{number},\"sku\":\"SKU-{:08}\",\"customer\":{{\"name\":\"Customer {}\",\"country\":\"NL\",\
             \"vip\":{}}},\"quantity\":{},\"price\":{}.{:02},\"tags\":[\"spring\",\"sale\",\"web\"],\
             \"note\":\"left at the door, second floor, ring twice\"}}\n",
            number * 7_919 % 100_000_000,
            number % 50_000,
            number % 17 == 0,
            number % 9 + 1,
            number % 500,
            number % 100,
        );
        file.write_all(line.as_bytes())?;
        written += line.len() as u64;
        number += 1;
    }
    file.flush()
}

/// The most memory this process was resident with, and of that what is not backed by files.
fn resident() -> io::Result<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    let wanted = ["VmHWM:", "RssAnon:", "RssFile:"];
    let lines = status.lines().filter(|line| wanted.iter().any(|name| line.starts_with(name)));
    Ok(lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(", "))
}
