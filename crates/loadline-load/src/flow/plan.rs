//! A compiled flow: plain data that all users of it share.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use loadline_core::Think;
use loadline_core::file::{Coding, Method, Relation};

use super::answer::{Check, Save};
use super::events::Listening;
use super::feed::Feeds;
use super::fill::Text;
use super::notices::Notices;
use super::redact::Redactor;
use super::socket::Talk;
use crate::message::{Keep, Piece, Rest};
use crate::record::Label;
use crate::transport::Endpoint;

/// Everything the users of one flow do.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) start: Task,
    pub(super) tasks: Vec<Task>,
    pub(super) stop: Task,
    pub(super) weight_total: u32,
    /// The names of saved values, in the order of a user's slots.
    pub(super) slots: Vec<String>,
    /// What requests are counted under; steps know their place here.
    pub(super) labels: Vec<Label>,
    /// Every server it talks to as far as that is known ahead, each once.
    pub(super) endpoints: Vec<Endpoint>,
    /// Whether users keep cookies.
    pub(super) cookies: bool,
    /// The shortest time-out that a request has of its own.
    pub(super) timeout_min: Option<Duration>,
    pub(super) feeds: Feeds,
    pub(super) redactor: Redactor,
    pub(super) notices: Notices,
}

/// What is done in one go: an iteration, a start, a stop.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) weight: u32,
    pub(super) acts: Vec<Act>,
    /// The feeds it takes a row of.
    pub(super) feeds: Vec<usize>,
}

/// One thing that a user does.
#[derive(Debug)]
pub(super) enum Act {
    Request(Box<Step>),
    Wait(Think),
    Repeat(Repeat),
    If(Box<Branch>),
    Parallel(Parallel),
    Talk(Box<Talk>),
    Listen(Box<Listening>),
}

/// The same things again.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) times: u32,
    pub(super) condition: Option<Condition>,
    pub(super) acts: Vec<Act>,
}

/// One way or the other.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) condition: Condition,
    pub(super) then: Vec<Act>,
    pub(super) otherwise: Vec<Act>,
}

/// Requests side by side.
#[derive(Debug)]
pub(super) struct Parallel {
    pub(super) at_once: usize,
    pub(super) steps: Vec<Step>,
}

/// Whether to do something.
#[derive(Debug)]
pub(super) enum Condition {
    Value(usize),
    Not(Box<Condition>),
    Compare { left: Text, relation: Relation, right: Text },
}

/// One request.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) endpoint: Endpoint,
    pub(super) method: Method,
    pub(super) label_place: usize,
    pub(super) wire: Wire,
    pub(super) rest: StepRest,
    /// `user:password` where a challenge is to be answered.
    pub(super) digest: Option<Text>,
    /// Whether the jar's cookies go with it: not where it names its own.
    pub(super) takes_cookies: bool,
    pub(super) redirects: u32,
    pub(super) timeout: Option<Duration>,
    pub(super) keep: Keep,
    pub(super) expected_status: Vec<u16>,
    pub(super) checks: Vec<Check>,
    pub(super) saves: Vec<Save>,
}

/// What is sent of it that is held in memory.
#[derive(Debug)]
pub(super) enum Wire {
    /// Always the same bytes.
    Constant(Vec<u8>),
    /// Written anew each time.
    Written(Box<Written>),
}

/// What is sent behind that.
#[derive(Debug)]
pub(super) enum StepRest {
    Nothing,
    Zeros(u64),
    /// The same each time.
    Pieces(Vec<Piece>),
    /// What was written for this request.
    Written,
}

/// The parts of a request that is written anew each time.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) host: String,
    pub(super) path: Text,
    pub(super) headers: Vec<(String, Header)>,
    pub(super) body: WrittenBody,
    /// How a body in memory is compressed, each time anew.
    pub(super) compression: Option<Coding>,
}

/// A header's value.
#[derive(Debug)]
pub(super) enum Header {
    Plain(Text),
    /// `user:password`, sent as RFC 7617 has it.
    Basic(Text),
}

/// The body of such a request.
#[derive(Debug)]
pub(super) enum WrittenBody {
    None,
    /// Values stand inside JSON strings and are escaped for them.
    Json(Text),
    Text(Text),
    /// Names, coded already, and values.
    Form(Vec<(String, Text)>),
    Multipart(Multipart),
    /// Bytes made ahead.
    Bytes(Arc<[u8]>),
    /// That many bytes that are not written here.
    Elsewhere(u64),
}

/// A form with files.
#[derive(Debug)]
pub(super) struct Multipart {
    /// The parts, each with its boundary and head before it.
    pub(super) parts: Vec<(String, PartContent)>,
    /// What follows the last one.
    pub(super) end: String,
}

/// What a part of a form holds.
#[derive(Debug)]
pub(super) enum PartContent {
    Text(Text),
    File { path: Arc<Path>, length: u64 },
}

impl Header {
    pub(super) fn text(&self) -> &Text {
        match self {
            Self::Plain(text) | Self::Basic(text) => text,
        }
    }
}

impl Plan {
    /// What a reader of the result has to know.
    pub(super) fn notes(&self) -> Vec<String> {
        [self.feeds.notes(), self.notices.told()].concat()
    }

    /// Every step once, in the order of the file.
    #[cfg(test)]
    pub(super) fn steps(&self) -> impl Iterator<Item = &Step> {
        let tasks =
            std::iter::once(&self.start).chain(&self.tasks).chain(std::iter::once(&self.stop));
        tasks.flat_map(|task| Act::steps(&task.acts))
    }
}

impl Act {
    #[cfg(test)]
    fn steps(acts: &[Self]) -> Vec<&Step> {
        let mut steps = Vec::new();
        for act in acts {
            match act {
                Self::Request(step) => steps.push(&**step),
                Self::Wait(_) => {}
                Self::Repeat(repeat) => steps.extend(Self::steps(&repeat.acts)),
                Self::If(branch) => {
                    steps.extend(Self::steps(&branch.then));
                    steps.extend(Self::steps(&branch.otherwise));
                }
                Self::Parallel(group) => steps.extend(&group.steps),
                Self::Talk(talk) => steps.push(&talk.opening),
                Self::Listen(listening) => steps.push(&listening.opening),
            }
        }
        steps
    }
}

impl Step {
    /// Whether it says what it expects: certain statuses, checks, or a value to save.
    pub(super) fn has_check(&self) -> bool {
        !(self.expected_status.is_empty() && self.looks_at_nothing())
    }

    /// Whether its answer's status is all that counts.
    pub(super) fn looks_at_nothing(&self) -> bool {
        self.saves.is_empty() && self.checks.is_empty()
    }

    pub(super) fn accepts(&self, status: u16) -> bool {
        if self.expected_status.is_empty() {
            status < 400
        } else {
            self.expected_status.contains(&status)
        }
    }

    /// What follows the written part; `pieces` are those written for this request.
    pub(super) fn rest<'a>(&'a self, pieces: &'a [Piece]) -> Rest<'a> {
        match &self.rest {
            StepRest::Nothing => Rest::Nothing,
            StepRest::Zeros(count) => Rest::Zeros(*count),
            StepRest::Pieces(pieces) => Rest::Pieces(pieces),
            StepRest::Written => Rest::Pieces(pieces),
        }
    }
}
