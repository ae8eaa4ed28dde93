//! A flow: what one user does, from login to the weighted tasks of each iteration.

use super::condition::Condition;
use super::socket::{Events, WebSocket};
use super::step::{Auth, Step};
use super::template::Template;
use crate::traffic::Think;

/// What one user does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    /// Done once by each user before its first iteration.
    pub start: Vec<Action>,
    /// Done once by each user after its last iteration.
    pub stop: Vec<Action>,
    /// Sent with every request of the flow, unless the step names the same header. During `start` a header
    /// is left out while a value in it has not been saved yet.
    pub headers: Vec<(String, Template)>,
    /// How its requests prove who sends them, unless the step says it itself.
    pub auth: Option<Auth>,
    /// Redirects followed by a request that does not say so itself; [`REDIRECTS`] when the file is silent.
    pub redirects: Option<u32>,
    /// Whether cookies are left alone: by default each user keeps those it is given and sends them back.
    pub without_cookies: bool,
    /// The pause between iterations, none when the file does not say.
    pub think: Option<Think>,
    /// One of them is an iteration, drawn by weight; never empty in a file that was read.
    pub tasks: Vec<Task>,
}

/// Redirects followed when nothing else is said, as browsers and k6 roughly do.
pub const REDIRECTS: u32 = 10;

/// One iteration of a user.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// How often it is drawn, next to the other tasks' weights; at least 1.
    pub weight: u32,
    /// What is done, one after the other; never empty in a file that was read.
    pub actions: Vec<Action>,
}

/// One thing that a user does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A request and what is made of its answer.
    Request(Box<Step>),
    /// A pause within an iteration; a [`Think::Pacing`] is not among them.
    Wait(Think),
    /// The same things again.
    Repeat(Repeat),
    /// One way or the other.
    If(Box<Branch>),
    /// Requests side by side, as a browser loads a page.
    Parallel(Parallel),
    /// A WebSocket: opened, talked over, closed.
    WebSocket(Box<WebSocket>),
    /// A stream of server-sent events, read for a while.
    Events(Box<Events>),
}

/// The same things again.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// How often at most.
    pub times: u32,
    /// Goes on only while this holds; looked at before each time.
    pub condition: Option<Condition>,
    /// What is done each time.
    pub actions: Vec<Action>,
}

/// One way or the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// What is looked at.
    pub condition: Condition,
    /// Done when it holds.
    pub then: Vec<Action>,
    /// Done when it does not.
    pub otherwise: Vec<Action>,
}

/// Requests side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Parallel {
    /// How many are under way at once; browsers allow six for each host.
    pub at_once: u32,
    /// The requests.
    pub steps: Vec<Step>,
}

impl Action {
    /// The request, where it is one.
    pub fn as_request(&self) -> Option<&Step> {
        match self {
            Self::Request(step) => Some(step),
            _ => None,
        }
    }

    /// The actions within this one, in the order of the file.
    pub fn inner(&self) -> Vec<&Self> {
        match self {
            Self::Repeat(repeat) => repeat.actions.iter().collect(),
            Self::If(branch) => branch.then.iter().chain(&branch.otherwise).collect(),
            _ => Vec::new(),
        }
    }
}
