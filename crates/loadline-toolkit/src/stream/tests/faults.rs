//! Records, inputs and sinks that fail, each with its place.

use crate::stream::{
    ConfigError, OnError, Record, RecordError, Source, StreamBuilder, StreamError, StreamProcessor,
};
use std::{
    io::{self, Read},
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, ReadBuf};

type Failure = StreamError<String, &'static str>;

/// A number to a line; "panic" panics.
fn number(record: Record<'_>) -> Result<u32, String> {
    let text = String::from_utf8_lossy(record.bytes);
    assert!(text != "panic", "as told");
    text.parse().map_err(|_| text.into_owned())
}

fn small() -> StreamBuilder {
    StreamProcessor::builder().chunk(4).workers(3).buffer(2)
}

/// The numbers that reached the sink, and the end.
fn run(builder: StreamBuilder, input: impl Read + Send) -> (Vec<u32>, Result<(u64, u64), Failure>) {
    let mut numbers = Vec::new();
    let take = |number| {
        if number == 99 {
            return Err("full");
        }
        assert!(number != 98, "sunk");
        numbers.push(number);
        Ok(())
    };
    let processor = builder.build().expect("sound");
    let report = processor.lines(Source::reader(input), number, take);
    assert_eq!(processor.stats().running, 0);
    (numbers, report.map(|report| (report.records, report.skipped)))
}

#[test]
fn the_first_error_in_order_ends_the_stream_after_all_before_it() {
    for _ in 0..50 {
        let (numbers, end) = run(small(), &b"1\n2\n3\nx\n5\ny\n7\n"[..]);
        assert_eq!(numbers, [1, 2, 3]);
        let Err(StreamError::Record { offset: 6, source: RecordError::Failed(text) }) = end else {
            panic!("{end:?}");
        };
        assert_eq!(text, "x");
    }
}

#[test]
fn records_that_fail_or_panic_are_skipped_and_counted_when_asked_for() {
    let input = "1\nx\npanic\n4\n".repeat(20);
    let builder = small().on_error(OnError::Skip);
    let (numbers, end) = run(builder.clone(), input.as_bytes());
    assert_eq!(numbers, [1, 4].repeat(20));
    assert_eq!(end.expect("it goes on"), (80, 40));
    let nothing = |_: u32| Ok::<_, io::Error>(());
    let report =
        builder.build().expect("sound").lines(Source::reader(input.as_bytes()), number, nothing);
    let first = report.expect("it goes on").first_skipped;
    let panicked = RecordError::Panicked { message: "as told".to_owned() };
    assert_eq!(first[..2], [(2, RecordError::Failed("x".to_owned())), (4, panicked)]);
    assert_eq!(first.len(), 16);
}

#[test]
fn a_line_that_is_too_long_is_told_by_its_offset() {
    for (chunk, workers) in [(4, 1), (4, 3), (1_000, 2)] {
        let builder = small().chunk(chunk).workers(workers).record_max(6).on_error(OnError::Skip);
        let (numbers, end) = run(builder.clone(), &b"1\n123456\r\n1234567\n8\n"[..]);
        assert_eq!(numbers, [1, 123_456], "chunk {chunk}");
        assert!(matches!(end, Err(StreamError::TooLong { offset: 10, max: 6 })), "{end:?}");
        let endless =
            builder
                .build()
                .expect("sound")
                .lines(Source::reader(io::repeat(b'1')), number, |_| Ok::<_, ()>(()));
        assert!(matches!(endless, Err(StreamError::TooLong { offset: 0, max: 6 })), "{endless:?}");
    }
}

/// Fails, or panics, after its bytes.
struct Broken(&'static [u8], bool);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert!(!self.0.is_empty() || self.1, "gone");
        if self.0.is_empty() {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        self.0.read(buffer)
    }
}

#[test]
fn an_input_that_breaks_ends_the_stream_after_what_was_read() {
    let (numbers, end) = run(small(), Broken(b"1\n2\n3\n", true));
    assert_eq!(numbers[..2], [1, 2]);
    let Err(error @ StreamError::Read { offset: 6, .. }) = end else {
        panic!("{end:?}");
    };
    assert_eq!(error.to_string(), "the input cannot be read from byte 6 on");
    let (_, end) = run(small(), Broken(b"1\n2\n3\n", false));
    assert!(matches!(end, Err(StreamError::ReadPanicked { offset: 6, .. })), "{end:?}");
}

#[test]
fn a_sink_that_fails_or_panics_ends_the_stream() {
    let (numbers, end) = run(small(), &b"1\n2\n99\n4\n"[..]);
    assert_eq!(numbers, [1, 2]);
    assert!(matches!(end, Err(StreamError::Sink("full"))), "{end:?}");
    let (_, end) = run(small(), &b"1\n2\n98\n4\n"[..]);
    assert!(matches!(end, Err(StreamError::SinkPanicked { .. })), "{end:?}");
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let refused = |builder: StreamBuilder| builder.build().expect_err("refused");
    assert_eq!(refused(small().chunk(0)), ConfigError::Zero { setting: "chunk" });
    assert_eq!(refused(small().workers(0)), ConfigError::Zero { setting: "workers" });
    assert_eq!(refused(small().buffer(0)), ConfigError::Zero { setting: "buffer" });
    assert_eq!(refused(small().record_max(0)), ConfigError::Zero { setting: "record_max" });
    assert_eq!(
        refused(small().workers(5_000)),
        ConfigError::TooLarge { setting: "workers", max: 4_096 }
    );
}

/// An asynchronous input that has nothing more to say after its bytes, and never ends.
struct Silent(&'static [u8]);

impl AsyncRead for Silent {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.0.is_empty() {
            return Poll::Pending;
        }
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

#[tokio::test]
async fn an_asynchronous_input_is_read_to_its_end() {
    let numbers = Arc::new(Mutex::new(Vec::new()));
    let sunk = Arc::clone(&numbers);
    let take = move |number| {
        sunk.lock().expect("free").push(number);
        Ok::<_, &str>(())
    };
    let processor = small().build().expect("sound");
    let report = processor.lines_async(&b"1\n2\n3"[..], number, take).await.expect("nothing fails");
    assert_eq!((report.bytes, report.records), (5, 3));
    assert_eq!(*numbers.lock().expect("free"), [1, 2, 3]);
}

#[tokio::test]
async fn an_error_does_not_wait_for_an_input_that_is_silent() {
    let processor = small().build().expect("sound");
    let end =
        processor.lines_async(Silent(b"x\n2\n3\n44444\n"), number, |_| Ok::<_, &str>(())).await;
    assert!(matches!(end, Err(StreamError::Record { offset: 0, .. })), "{end:?}");
}

#[tokio::test]
async fn a_stream_whose_future_is_dropped_ends() {
    let (told, hears) = tokio::sync::oneshot::channel::<()>();
    let processor = small().build().expect("sound");
    let stream = processor.lines_async(Silent(b"1\n2\n"), number, move |_| {
        // Dropped with the sink when the stream has ended.
        let _ = &told;
        Ok::<_, &str>(())
    });
    let dropped = tokio::time::timeout(std::time::Duration::ZERO, stream).await;
    assert!(dropped.is_err(), "it never ends by itself");
    hears.await.expect_err("the sink is gone");
}
