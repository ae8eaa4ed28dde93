//! A WebSocket in a flow: opened, talked over, closed.
//!
//! The opening is a request like any other, counted under its name with status 101. What follows has series of
//! its own; an expected message that does not come, and an end that nobody asked for, fail the step. Redirects
//! and challenges are not followed: a WebSocket cannot (WHATWG Fetch), and no browser does.

use std::borrow::Cow;
use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::rc::Rc;
use std::time::{Duration, Instant};

use loadline_core::Think;

use super::act::drawn_pause;
use super::answer::{Expected, Failure, Save};
use super::bench::{Begin, Bench, End};
use super::fill::Text;
use super::message::{Wanted, save_from};
use super::opening::open;
use super::plan::Step;
use crate::record::LabelId;
use crate::run::Worker;
use crate::transport::{ErrorKind, Fault, Live, Socket, Transport};
use crate::websocket::{Key, Kind, Received, check_answer};

/// A compiled WebSocket.
#[derive(Debug)]
pub(super) struct Talk {
    /// The request that asks for it.
    pub(super) opening: Step,
    /// Subprotocols offered.
    pub(super) protocols: Vec<String>,
    pub(super) turns: Vec<Turn>,
}

/// One thing done over it.
#[derive(Debug)]
pub(super) enum Turn {
    Send(Text),
    SendZeros(u64),
    Ping,
    Expect(Awaited),
    Wait(Think),
    Repeat { times: u32, turns: Vec<Turn> },
}

/// A message that is waited for.
#[derive(Debug)]
pub(super) struct Awaited {
    pub(super) expected: Option<Expected>,
    pub(super) within: Option<Duration>,
    pub(super) saves: Vec<Save>,
}

/// Opens the WebSocket, does what is to be done, and closes it.
pub(super) async fn run_talk<T: Transport>(talk: &Talk, bench: &mut Bench<T>, begin: Begin) -> End {
    let key = Key::new(bench.worker.random().u128(..).to_ne_bytes());
    let lines = [("sec-websocket-key", key.as_str().to_owned())];
    let agreed = |fields: &_| {
        let agreed = check_answer(fields, &key, &talk.protocols);
        agreed.map(drop).map_err(|error| Failure::new(ErrorKind::Protocol, error.to_string()))
    };
    // Boxed, so that an open WebSocket does not keep the room that opening it took.
    let opening = Box::pin(open(&talk.opening, bench, begin, &lines, agreed));
    let (opened, live) = match opening.await {
        Ok(opened) => opened,
        Err(end) => return end,
    };
    let label = bench.labels[talk.opening.label_place];
    let mut session = Session::new(live, bench, label);
    let began = Instant::now();
    let talked = session.run(&talk.turns).await;
    let ended = match talked {
        Ok(()) => session.close().await,
        failed => failed,
    };
    drop(session);
    let at = Instant::now();
    let error = ended.as_ref().err().map(|failure| failure.kind);
    bench.worker.recorder().sockets(label).ended(at - began, error);
    if let Err(failure) = &ended {
        opened.keep_sample(&talk.opening, failure, bench);
    }
    End { succeeded: error.is_none(), at }
}

/// An open WebSocket with the user that talks over it.
struct Session<'a, T> {
    socket: Socket,
    bench: &'a Bench<T>,
    label: LabelId,
    /// When the last message was sent that no expected one has answered yet.
    asked: Option<Instant>,
    pings: u32,
    _open: OpenGuard,
}

/// Counts a WebSocket as open for as long as it lives, however it ends.
struct OpenGuard(Rc<Worker>);

impl Drop for OpenGuard {
    fn drop(&mut self) {
        self.0.recorder().socket_gone();
    }
}

type Turned = Result<(), Failure<'static>>;

impl<'a, T: Transport> Session<'a, T> {
    fn new(live: Live, bench: &'a Bench<T>, label: LabelId) -> Self {
        let random = bench.worker.random().fork();
        bench.worker.recorder().socket_opened();
        let open = OpenGuard(bench.worker.clone());
        Self { socket: Socket::new(live, random), bench, label, asked: None, pings: 0, _open: open }
    }

    async fn run(&mut self, turns: &[Turn]) -> Turned {
        for turn in turns {
            match turn {
                Turn::Send(text) => {
                    let text = self.bench.with_values(|values, draws| text.filled(values, draws));
                    self.begin_message();
                    let until = self.limit();
                    self.socket.send(Kind::Text, text.as_bytes(), until).await.map_err(failed)?;
                }
                Turn::SendZeros(count) => {
                    self.begin_message();
                    let until = self.limit();
                    self.socket.send_zeros(*count, until).await.map_err(failed)?;
                }
                Turn::Ping => self.ping().await?,
                Turn::Expect(awaited) => self.expect(awaited).await?,
                Turn::Wait(think) => self.wait(*think).await?,
                Turn::Repeat { times, turns } => {
                    for _ in 0..*times {
                        self.run_again(turns).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The same turns once more; boxed, since they may hold further ones.
    fn run_again<'s>(
        &'s mut self,
        turns: &'s [Turn],
    ) -> Pin<Box<dyn Future<Output = Turned> + 's>> {
        Box::pin(self.run(turns))
    }

    /// The end of the time that a message has, unless something else is said.
    fn limit(&self) -> Instant {
        Instant::now() + self.bench.worker.network.total_timeout()
    }

    fn begin_message(&mut self) {
        self.asked = Some(Instant::now());
        self.bench.worker.recorder().sockets(self.label).sent();
    }

    async fn ping(&mut self) -> Turned {
        self.pings = self.pings.wrapping_add(1);
        let payload = self.pings.to_be_bytes();
        let until = self.limit();
        self.socket.send(Kind::Ping, &payload, until).await.map_err(failed)?;
        let count = counter(self.bench, self.label);
        let ponged = self.socket.receive(until, |received| {
            count(received);
            match received {
                Received::Pong(bytes) if *bytes == payload => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        ponged.await.map_err(|fault| waited_in_vain(fault, "no pong came", None))
    }

    async fn expect(&mut self, awaited: &Awaited) -> Turned {
        let within = awaited.within;
        let until = within.map_or_else(|| self.limit(), |within| Instant::now() + within);
        let wanted = Wanted::new(awaited.expected.as_ref(), self.bench);
        let is_kept = !awaited.saves.is_empty();
        let count = counter(self.bench, self.label);
        let came = self.socket.receive(until, |received| {
            count(received);
            let Some(text) = text_of(received).filter(|text| wanted.is(text)) else {
                return ControlFlow::Continue(());
            };
            ControlFlow::Break(is_kept.then(|| text.into_owned()))
        });
        let came = came.await;
        let at = Instant::now();
        let judged = match came {
            // The sweep that ends a wait comes by now and then only; the message may have been faster.
            Ok(_) if at > until => {
                Err(Failure::new(ErrorKind::TimedOutWaiting, wanted.missing(within)))
            }
            Ok(message) => {
                let asked = self.asked.take();
                asked.into_iter().for_each(|asked| {
                    self.bench.worker.recorder().sockets(self.label).reply(at - asked);
                });
                save_from(message.unwrap_or_default(), &awaited.saves, self.bench)
            }
            Err(fault) => Err(waited_in_vain(fault, &wanted.missing(None), within)),
        };
        if awaited.expected.is_some() || is_kept {
            self.bench.worker.recorder().check(judged.is_ok());
        }
        judged
    }

    async fn wait(&mut self, think: Think) -> Turned {
        let pause = drawn_pause(think, self.bench);
        let count = counter(self.bench, self.label);
        // Far enough away: what ends the wait is the pause.
        let until = Instant::now() + pause + pause + Duration::from_secs(3_600);
        let listening = self.socket.receive(until, |received| {
            count(received);
            ControlFlow::<()>::Continue(())
        });
        match tokio::time::timeout(pause, listening).await {
            Ok(Err(fault)) => Err(failed(fault)),
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }

    async fn close(&mut self) -> Turned {
        let count = counter(self.bench, self.label);
        let closed = self.socket.close(count).await;
        closed.map_err(|fault| waited_in_vain(fault, "the server did not agree to close", None))
    }
}

/// Counts the messages among what is received.
fn counter<T>(bench: &Bench<T>, label: LabelId) -> impl Fn(&Received<'_>) {
    move |received| {
        if matches!(received, Received::Text(_) | Received::Binary(_)) {
            bench.worker.recorder().sockets(label).received(1);
        }
    }
}

/// A message as text; of one that is none, as much as there is.
fn text_of<'a>(received: &Received<'a>) -> Option<Cow<'a, str>> {
    match received {
        Received::Text(text) => Some(Cow::Borrowed(text)),
        Received::Binary(bytes) => Some(String::from_utf8_lossy(bytes)),
        Received::Ping(_) | Received::Pong(_) | Received::Close(_) => None,
    }
}

fn failed(fault: Fault) -> Failure<'static> {
    Failure::new(fault.kind, fault.detail)
}

/// What failed, with `missing` said where nothing but time passed.
fn waited_in_vain(fault: Fault, missing: &str, within: Option<Duration>) -> Failure<'static> {
    match (fault.kind, within) {
        (ErrorKind::TimedOutWaiting, Some(within)) => {
            Failure::new(fault.kind, format!("{missing} within {within:?}"))
        }
        (ErrorKind::TimedOutWaiting, None) => Failure::new(fault.kind, missing.to_owned()),
        _ => failed(fault),
    }
}
