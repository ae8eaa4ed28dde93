//! A call with many messages: what a script writes waits in a queue for its turn, what comes is told as events.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::rc::Rc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use futures_util::future::{Either, select};
use prost::Message as _;
use prost_reflect::{DynamicMessage, MethodDescriptor};
use rquickjs::{Ctx, Function, Object, Persistent, Result, Undefined, Value};
use tokio::sync::Notify;

use super::conversation::{Conversation, End, News, framed};
use super::read::message_of;
use super::status::{INTERNAL, OK, Status, UNKNOWN};
use super::unary::{Ask, begin};
use super::write::{Unset, json_of};
use crate::engine::{Handle, throw};
use crate::metrics::MetricId;
use crate::vu::Vu;

/// Messages that may wait to be sent.
const WAITING_MAX: usize = 100_000;

/// A stream that a script holds.
pub(super) struct Talk {
    ask: Ask,
    method: MethodDescriptor,
    started: Instant,
    conversation: RefCell<Option<Rc<Conversation>>>,
    waiting: RefCell<VecDeque<Turn>>,
    sender: RefCell<Option<Handle>>,
    is_sending: Cell<bool>,
    has_ended: Cell<bool>,
    is_over: Cell<bool>,
    failure: RefCell<Option<Status>>,
    failed: Notify,
}

/// One thing to be sent.
enum Turn {
    Message(String),
    End,
}

/// What is told to the script.
struct Told {
    /// As JSON.
    messages: Vec<String>,
    end: Option<Status>,
}

type Emit = Persistent<Function<'static>>;

impl Talk {
    /// Begins a stream; `emit` is called with the name of each event and what belongs to it.
    pub(super) fn start<'js>(
        ctx: &Ctx<'js>,
        ask: Ask,
        method: MethodDescriptor,
        emit: Function<'js>,
    ) -> Result<Rc<Self>> {
        let vu = Vu::current();
        let begun = vu.wait(ctx, async { tokio::time::timeout(ask.timeout, begin(&ask)).await })?;
        let begun = begun.unwrap_or_else(|_| Err(Status::late()));
        let (conversation, failure) = match begun {
            Ok(conversation) => (Some(Rc::new(conversation)), None),
            Err(status) => (None, Some(status)),
        };
        ask.measure.count(MetricId::GRPC_STREAMS);
        let talk = Rc::new(Self {
            ask,
            method,
            started: Instant::now(),
            conversation: RefCell::new(conversation),
            waiting: RefCell::default(),
            sender: RefCell::default(),
            is_sending: Cell::new(false),
            has_ended: Cell::new(false),
            is_over: Cell::new(false),
            failure: RefCell::new(failure),
            failed: Notify::new(),
        });
        talk.clone().listen(ctx, Persistent::save(ctx, emit))?;
        Ok(talk)
    }

    /// Sends the message that `json` describes.
    pub(super) fn write(self: &Rc<Self>, ctx: &Ctx<'_>, json: String) -> Result<()> {
        self.push(ctx, Turn::Message(json))
    }

    /// Says that no more is written.
    pub(super) fn end(self: &Rc<Self>, ctx: &Ctx<'_>) -> Result<()> {
        self.push(ctx, Turn::End)
    }

    fn push(self: &Rc<Self>, ctx: &Ctx<'_>, turn: Turn) -> Result<()> {
        if self.is_over.get() || self.has_ended.get() {
            return Ok(());
        }
        self.has_ended.set(matches!(turn, Turn::End));
        if self.waiting.borrow().len() >= WAITING_MAX {
            return Err(throw(ctx, "too many messages wait to be sent"));
        }
        self.waiting.borrow_mut().push_back(turn);
        if !self.is_sending.replace(true) {
            let talk = self.clone();
            let sender =
                Vu::current().spawn(ctx, async move { talk.send().await }, |_, ()| Ok(()))?;
            *self.sender.borrow_mut() = Some(sender);
        }
        Ok(())
    }

    /// Sends what waits.
    async fn send(&self) {
        loop {
            let turn = self.waiting.borrow_mut().pop_front();
            let conversation = self.conversation.borrow().clone();
            let (Some(turn), Some(conversation)) = (turn, conversation) else { break };
            let sent = match turn {
                Turn::End => conversation.send(&[], true).await,
                Turn::Message(json) => match self.encoded(&json) {
                    Ok(framed) => conversation.send(&framed, false).await.inspect(|()| {
                        self.ask.measure.count(MetricId::GRPC_STREAMS_MSGS_SENT);
                    }),
                    Err(status) => {
                        *self.failure.borrow_mut() = Some(status);
                        self.failed.notify_one();
                        break;
                    }
                },
            };
            if sent.is_err() {
                break;
            }
        }
        self.is_sending.set(false);
    }

    fn encoded(&self, json: &str) -> std::result::Result<Vec<u8>, Status> {
        let message = message_of(&self.method.input(), json).map_err(|wrong| {
            let text = format!("can't serialise request object to protocol buffer: {wrong}");
            Status::new(UNKNOWN, text)
        })?;
        framed(&message.encode_to_vec(), self.ask.channel.target.send_bytes_max)
    }

    /// Waits for what comes next, tells it, and waits again.
    fn listen(self: Rc<Self>, ctx: &Ctx<'_>, emit: Emit) -> Result<()> {
        let talk = self.clone();
        let news = async move { self.hear().await };
        let then = move |ctx: &Ctx<'_>, told: Told| talk.tell(ctx, told, emit);
        Vu::current().spawn(ctx, news, then).map(drop)
    }

    async fn hear(&self) -> Told {
        let News { messages, end } = match self.news().await {
            Ok(news) => news,
            Err(status) => News { messages: Vec::new(), end: Some(End::own(status)) },
        };
        let mut told = Told { messages: Vec::new(), end: end.map(|end| end.status) };
        for bytes in messages {
            match DynamicMessage::decode(self.method.output(), bytes.as_slice()) {
                Ok(message) => told.messages.push(json_of(&message, Unset::LeftOut)),
                Err(error) => {
                    let text = format!("grpc: failed to unmarshal the received message: {error}");
                    told.end = Some(Status::new(INTERNAL, text));
                    break;
                }
            }
        }
        told
    }

    async fn news(&self) -> std::result::Result<News, Status> {
        let Some(conversation) = self.conversation.borrow().clone() else {
            return Err(self.take_failure());
        };
        let coming = pin!(conversation.next());
        let failing = pin!(self.failed.notified());
        let until = (self.started + self.ask.timeout).into();
        match tokio::time::timeout_at(until, select(coming, failing)).await {
            Err(_) => Err(Status::late()),
            Ok(Either::Left((news, _))) => Ok(news),
            Ok(Either::Right(_)) => Err(self.take_failure()),
        }
    }

    fn take_failure(&self) -> Status {
        let failure = self.failure.borrow_mut().take();
        failure.unwrap_or_else(|| Status::new(UNKNOWN, "the stream is over"))
    }

    fn tell<'js>(self: Rc<Self>, ctx: &Ctx<'js>, told: Told, emit: Emit) -> Result<()> {
        let function = emit.clone().restore(ctx)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        if let Some(status) = &told.end {
            self.finish(status);
        }
        for message in told.messages {
            self.ask.measure.count(MetricId::GRPC_STREAMS_MSGS_RECEIVED);
            let message = ctx.json_parse(message)?;
            function.call::<_, ()>(("data", message, now))?;
        }
        match told.end {
            None => self.listen(ctx, emit),
            Some(status) => {
                if status.code != OK {
                    function.call::<_, ()>(("error", error_of(ctx, &status)?, now))?;
                }
                function.call::<_, ()>(("end", Undefined, now))
            }
        }
    }

    /// Lets go of the stream, which resets it unless it is over.
    fn finish(&self, status: &Status) {
        self.is_over.set(true);
        if let Some(sender) = self.sender.take() {
            sender.cancel();
        }
        self.waiting.take();
        if let Some(conversation) = self.conversation.take() {
            self.ask.measure.bytes(conversation.bytes());
        }
        self.ask.measure.duration(self.started, status);
    }
}

/// An error as scripts see it.
pub(super) fn error_of<'js>(ctx: &Ctx<'js>, status: &Status) -> Result<Value<'js>> {
    let error = Object::new(ctx.clone())?;
    error.set("code", status.code)?;
    error.set("details", rquickjs::Array::new(ctx.clone())?)?;
    error.set("message", status.message.as_str())?;
    Ok(error.into_value())
}
