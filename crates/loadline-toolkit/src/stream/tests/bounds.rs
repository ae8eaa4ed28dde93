//! How much is under way at a time.

use crate::stream::{Source, StreamProcessor};
use std::{
    convert::Infallible,
    io::{self, Read},
    sync::atomic::{AtomicU64, Ordering},
};

/// Counts what was read.
struct Counted<'a> {
    read: &'a AtomicU64,
    left: usize,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(self.left);
        buffer[..count].fill(b'\n');
        self.left -= count;
        self.read.fetch_add(count as u64, Ordering::SeqCst);
        Ok(count)
    }
}

#[test]
fn no_more_chunks_are_read_ahead_of_the_sink_than_the_buffer_and_the_workers_hold() {
    for is_ordered in [true, false] {
        let (read, mut sunk) = (AtomicU64::new(0), 0);
        let processor = StreamProcessor::builder()
            .chunk(100)
            .workers(2)
            .buffer(3)
            .ordered(is_ordered)
            .build()
            .expect("sound");
        let source = Source::reader(Counted { read: &read, left: 20_000 });
        let mut most = 0;
        let take = |()| {
            most = most.max(read.load(Ordering::SeqCst) - sunk);
            sunk += 100;
            Ok::<_, Infallible>(())
        };
        processor.chunks(source, |_| Ok::<_, Infallible>(()), take).expect("nothing fails");
        assert_eq!(sunk, 20_000);
        assert!(most <= 5 * 100, "{most} bytes ahead");
    }
}
