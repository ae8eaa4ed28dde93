//! A stream of server-sent events in a flow: opened, read for a while, left.
//!
//! The opening is a request like any other, over when the head of its answer is there. The events have series
//! of their own; a stream that ends or falls silent before it was to is an error. Nobody reconnects.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::answer::{Expected, Failure, Save};
use super::bench::{Begin, Bench, End};
use super::message::{Wanted, save_from};
use super::opening::open;
use super::plan::Step;
use crate::events::EventParser;
use crate::message::Fields;
use crate::transport::{BodyStream, ErrorKind, Live, Transport};

/// The largest event taken, and the longest line.
const EVENT_BYTES_MAX: usize = 1024 * 1024;

/// A compiled stream of events.
#[derive(Debug)]
pub(super) struct Listening {
    /// The request that asks for it.
    pub(super) opening: Step,
    pub(super) count: Option<u64>,
    pub(super) length: Option<Duration>,
    pub(super) until: Option<Expected>,
    pub(super) saves: Vec<Save>,
}

/// Opens the stream and reads it until one of its ends.
pub(super) async fn run_listening<T: Transport>(
    listening: &Listening,
    bench: &mut Bench<T>,
    begin: Begin,
) -> End {
    // Boxed, so that an open stream does not keep the room that opening it took.
    let opening = Box::pin(open(&listening.opening, bench, begin, &[], is_stream));
    let (opened, live) = match opening.await {
        Ok(opened) => opened,
        Err(end) => return end,
    };
    let heard = listen(listening, bench, begin.now, live).await;
    let judged = match heard {
        Ok(_) if listening.saves.is_empty() => Ok(()),
        Ok(Some(last)) => save_from(last, &listening.saves, bench),
        Ok(None) => Err(Failure::new(ErrorKind::FailedCheck, "no event came to save from")),
        Err(failure) => Err(failure),
    };
    let error = judged.as_ref().err().map(|failure| failure.kind);
    let label = bench.labels[listening.opening.label_place];
    {
        let mut recorder = bench.worker.recorder();
        recorder.events(label).ended(error);
        if listening.until.is_some() || !listening.saves.is_empty() {
            recorder.check(error.is_none());
        }
    }
    if let Err(failure) = &judged {
        opened.keep_sample(&listening.opening, failure, bench);
    }
    End { succeeded: error.is_none(), at: Instant::now() }
}

/// Whether the answer is a stream of events.
fn is_stream(fields: &Fields) -> Result<(), Failure<'static>> {
    let media_type = String::from_utf8_lossy(fields.get("content-type").unwrap_or_default());
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("text/event-stream") {
        return Ok(());
    }
    let detail = format!("the content type is `{media_type}`, not `text/event-stream`");
    Err(Failure::new(ErrorKind::FailedCheck, detail))
}

/// Reads the stream to one of its ends; gives the last event's data, where it is to be saved from.
async fn listen<T: Transport>(
    listening: &Listening,
    bench: &Bench<T>,
    began: Instant,
    live: Live,
) -> Result<Option<String>, Failure<'static>> {
    let mut ear = Ear::new(listening, bench, began);
    let idle = bench.worker.network.total_timeout();
    let mut body = BodyStream::new(live);
    let reading = body.receive(idle, |piece| ear.hear(piece));
    let ended = match listening.length {
        Some(length) => match tokio::time::timeout(length, reading).await {
            Ok(ended) => ended,
            Err(_the_time_is_over) => return Ok(ear.last),
        },
        None => reading.await,
    };
    match ended {
        Ok(Some(Ok(()))) => Ok(ear.last),
        Ok(Some(Err(error))) => Err(Failure::new(ErrorKind::BodyTooLarge, error.to_string())),
        Ok(None) => {
            let detail = format!("the server ended the stream after {} events", ear.heard);
            Err(Failure::new(ErrorKind::Closed, detail))
        }
        Err(fault) => Err(Failure::new(fault.kind, fault.detail)),
    }
}

/// Who listens to one stream.
struct Ear<'a, T> {
    listening: &'a Listening,
    bench: &'a Bench<T>,
    parser: EventParser,
    wanted: Option<Wanted<'a>>,
    /// The request's start, then the last event.
    latest: Instant,
    heard: u64,
    last: Option<String>,
}

impl<'a, T: Transport> Ear<'a, T> {
    fn new(listening: &'a Listening, bench: &'a Bench<T>, began: Instant) -> Self {
        let wanted = listening.until.as_ref().map(|until| Wanted::new(Some(until), bench));
        let parser = EventParser::new(EVENT_BYTES_MAX);
        Self { listening, bench, parser, wanted, latest: began, heard: 0, last: None }
    }

    /// Takes a piece of the stream: an event that was to be the last one ends the reading.
    fn hear(&mut self, piece: &[u8]) -> ControlFlow<Result<(), crate::events::EventError>> {
        let Self { listening, bench, parser, wanted, latest, heard, last } = self;
        let now = Instant::now();
        let label = bench.labels[listening.opening.label_place];
        let mut is_over = false;
        let fed = parser.feed(piece, |event| {
            // What comes in one piece behind the end is not looked at any more.
            if is_over {
                return;
            }
            let mut recorder = bench.worker.recorder();
            let series = recorder.events(label);
            match *heard {
                0 => series.first(now - *latest),
                _ => series.next(now - *latest),
            }
            (*heard, *latest) = (*heard + 1, now);
            is_over = listening.count.is_some_and(|count| *heard >= count)
                || wanted.as_ref().is_some_and(|wanted| wanted.is(event.data));
            if !listening.saves.is_empty() {
                *last = Some(event.data.to_owned());
            }
        });
        match fed {
            Err(error) if !is_over => ControlFlow::Break(Err(error)),
            _ if is_over => ControlFlow::Break(Ok(())),
            _ => ControlFlow::Continue(()),
        }
    }
}
