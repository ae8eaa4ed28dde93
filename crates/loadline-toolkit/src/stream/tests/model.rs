//! Random inputs and settings: what reaches the sink is what splitting the whole input gives.

use crate::stream::{FileSource, Source, StreamBuilder, StreamProcessor, source::Input};
use fastrand::Rng;
use std::{
    convert::Infallible,
    io::{self, Read, Write as _},
    sync::Arc,
};

/// Gives a random number of bytes at a time.
struct Drips<'a> {
    bytes: &'a [u8],
    random: Rng,
}

impl Read for Drips<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.random.u32(0..8) == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = self.random.usize(1..40).min(buffer.len()).min(self.bytes.len());
        buffer[..count].copy_from_slice(&self.bytes[..count]);
        self.bytes = &self.bytes[count..];
        Ok(count)
    }
}

/// Lines of random length with either end, the last perhaps without.
fn text(random: &mut Rng) -> Vec<u8> {
    let mut text = Vec::new();
    for _ in 0..random.usize(0..60) {
        text.extend((0..random.usize(0..20)).map(|_| random.alphanumeric() as u8));
        text.extend_from_slice(if random.bool() { b"\n" } else { b"\r\n" });
    }
    text.extend((0..random.usize(0..5)).map(|_| random.alphanumeric() as u8));
    text
}

/// Offsets and contents by the definition.
fn expected(text: &[u8]) -> Vec<(u64, Vec<u8>)> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let content =
            line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
        lines.push((offset, content.to_vec()));
        offset += line.len() as u64;
    }
    lines
}

fn lines(builder: StreamBuilder, source: Source<'_>) -> Vec<(u64, Vec<u8>)> {
    let mut lines = Vec::new();
    let take = |line| {
        lines.push(line);
        Ok::<_, Infallible>(())
    };
    let processor = builder.record_max(21).build().expect("sound");
    let work = |record: crate::stream::Record<'_>| {
        Ok::<_, Infallible>((record.offset, record.bytes.to_vec()))
    };
    let report = processor.lines(source, work, take).expect("nothing fails");
    assert_eq!(report.records, lines.len() as u64);
    lines
}

fn mapped(text: &[u8]) -> Source<'static> {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(text).expect("written");
    #[expect(unsafe_code, reason = "the test maps a file of its own")]
    // SAFETY: nobody else has the file.
    let map = unsafe { memmap2::Mmap::map(&file) }.expect("mapped");
    Source { input: Input::Mapped(Arc::new(map)) }
}

#[test]
fn lines_are_those_of_the_whole_input_however_it_is_cut() {
    for seed in 0..300 {
        let mut random = Rng::with_seed(seed);
        let text = text(&mut random);
        let expected = expected(&text);
        let builder = StreamProcessor::builder()
            .chunk(random.usize(1..100))
            .workers(random.usize(1..4))
            .buffer(random.usize(1..4));
        let drips = Drips { bytes: &text, random: random.fork() };
        assert_eq!(lines(builder.clone(), Source::reader(drips)), expected, "seed {seed}");
        assert_eq!(lines(builder.clone(), mapped(&text)), expected, "seed {seed}, mapped");
        let mut unordered = lines(builder.ordered(false), Source::reader(&text[..]));
        unordered.sort_unstable();
        assert_eq!(unordered, expected, "seed {seed}, in any order");
    }
}

#[test]
fn chunks_are_all_of_one_size_but_the_last() {
    for source in [Source::reader(&[7; 25][..]), mapped(&[7; 25])] {
        let mut sizes = Vec::new();
        let processor = StreamProcessor::builder().chunk(10).build().expect("sound");
        let report = processor.chunks(
            source,
            |record| Ok::<_, Infallible>((record.offset, record.bytes.len())),
            |size| {
                sizes.push(size);
                Ok::<_, Infallible>(())
            },
        );
        assert_eq!(report.expect("nothing fails").bytes, 25);
        assert_eq!(sizes, [(0, 10), (10, 10), (20, 5)]);
    }
}

#[test]
fn files_are_read_from_their_beginning_both_ways() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"one\ntwo\n").expect("written");
    let whole = || vec![(0, b"one".to_vec()), (4, b"two".to_vec())];
    let read = FileSource::auto(file.path()).expect("opened");
    assert_eq!(lines(StreamProcessor::builder(), read), whole());
    #[expect(unsafe_code, reason = "the test has the file to itself")]
    // SAFETY: nobody else writes to the file.
    let either = unsafe { FileSource::auto_unchanging(file.path()) }.expect("opened");
    assert_eq!(lines(StreamProcessor::builder(), either), whole());
    FileSource::auto("no/such/file").expect_err("it is not there");
}
