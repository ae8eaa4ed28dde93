//! A user that runs a script: a fiber with a runtime in it, driven as any other user is.

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use loadline_load::{Turn, User, Worker};

use crate::engine::{Fiber, Outcome, ScriptError, Work, live};
use crate::metrics::{MetricId, SeriesPlace, TagsId};
use crate::script::{Code, LogLevel, LogSource};
use crate::vu::{Identity, Vu};

/// One user of a script.
pub struct ScriptUser {
    vu: Rc<Vu>,
    /// None when there was no memory for its stack.
    fiber: Option<Fiber>,
    /// Where its iterations are counted, under the tags it had last.
    counted_at: Cell<Option<(TagsId, SeriesPlace, SeriesPlace)>>,
}

impl ScriptUser {
    /// Makes a user and evaluates its script.
    pub(crate) fn new(code: Arc<Code>, identity: Identity, worker: Rc<Worker>) -> Self {
        let user = Self::made(code, identity, Some(worker));
        user.vu.tag();
        user.vu.code.tally.made_user();
        user
    }

    /// A user of no run, whose script is evaluated to see what it exports.
    pub(crate) fn made(code: Arc<Code>, identity: Identity, worker: Option<Rc<Worker>>) -> Self {
        let vu = Vu::new(code, identity, worker);
        let (body, current) = (vu.clone(), vu.clone());
        let switch = move |into: bool| Vu::enter(into.then(|| current.clone()));
        let fiber = Fiber::new(vu.link.clone(), Box::new(switch), move || live(&body));
        let mut user = Self { vu, fiber: fiber.ok(), counted_at: Cell::default() };
        user.begin();
        user
    }

    /// Evaluates the script as far as that goes without waiting, which is whole for all but a few.
    fn begin(&mut self) {
        if let Some(fiber) = &mut self.fiber {
            let _ = fiber.poll(&mut Context::from_waker(Waker::noop()));
        }
    }

    /// Counts all it does in that group.
    pub(crate) fn tag_group(&self, group: &str) {
        if self.vu.code.settings().tagging.group {
            let tags = self.vu.meters().with(self.vu.base_tags(), "group", group);
            self.vu.set_base_tags(tags);
        }
    }

    /// Does `work` and gives what came of it. When it is dropped while it waits, the work is cut off.
    pub(crate) async fn perform(&mut self, work: Work) -> Outcome {
        let Some(fiber) = &mut self.fiber else {
            return Outcome::Failed(ScriptError::plain("no memory for another user".to_owned()));
        };
        let vu = &self.vu;
        let mut guard = CutOff { fiber, vu, is_over: false };
        let mut work = Some(work);
        poll_fn(|cx| guard.poll(&mut work, cx)).await
    }
}

/// Cuts work off when it is dropped before its end.
struct CutOff<'a> {
    fiber: &'a mut Fiber,
    vu: &'a Rc<Vu>,
    is_over: bool,
}

impl CutOff<'_> {
    fn poll(&mut self, work: &mut Option<Work>, cx: &mut Context<'_>) -> Poll<Outcome> {
        loop {
            self.vu.events.poll_beside(cx);
            if self.fiber.poll(cx).is_pending() {
                return Poll::Pending;
            }
            match (self.vu.take_outcome(), work.take()) {
                (Some(Outcome::Failed(error)), Some(_)) if self.vu.has_no_script() => {
                    self.is_over = true;
                    return Poll::Ready(Outcome::Failed(error));
                }
                (_, Some(work)) => self.vu.give(work),
                (Some(outcome), None) => {
                    self.is_over = true;
                    return Poll::Ready(outcome);
                }
                (None, None) => unreachable!("a fiber that was given work concludes it"),
            }
        }
    }
}

impl Drop for CutOff<'_> {
    fn drop(&mut self) {
        self.fiber.cancel();
        if !self.is_over {
            self.vu.sampled(|| self.vu.meters().tell_bytes(self.vu.base_tags()));
        }
    }
}

impl User for ScriptUser {
    async fn start(&mut self) -> bool {
        true
    }

    fn has_more(&mut self) -> bool {
        !self.vu.code.stop.is_asked()
    }

    async fn iterate(&mut self, turn: Turn) -> Instant {
        let started = turn.started;
        let tallies = self.vu.code.tallies();
        if tallies {
            self.vu.code.tally.begin();
        }
        self.vu.set_turn(Some(turn));
        let outcome = self.perform(Work::Iterate).await;
        let done = Instant::now();
        if tallies {
            self.vu.code.tally.end(outcome != Outcome::Interrupted);
        }
        self.vu.sampled(|| {
            self.vu.meters().tell_bytes(self.vu.base_tags());
            self.count(&outcome, started, done);
        });
        let least = self.vu.code.settings().options.min_iteration_duration;
        if let Some(until) = least.map(|least| started + least).filter(|until| *until > done) {
            tokio::time::sleep_until(until.into()).await;
            return Instant::now();
        }
        done
    }
}

impl ScriptUser {
    /// Hands on what the work that is over sent and received, where somebody wants samples.
    pub(crate) fn tell_bytes(&self) {
        self.vu.sampled(|| self.vu.meters().tell_bytes(self.vu.base_tags()));
    }

    fn count(&self, outcome: &Outcome, started: Instant, done: Instant) {
        let (meters, tags) = (self.vu.meters(), self.vu.base_tags());
        let took = done.saturating_duration_since(started).as_secs_f64() * 1_000.0;
        match outcome {
            Outcome::Interrupted => return,
            Outcome::Failed(error) => {
                self.vu.code.host.log(LogLevel::Error, &error.to_string(), LogSource::Stacktrace);
                let tags = meters.with(tags, "error", &self.vu.code.secrets.hidden(&error.message));
                meters.add(MetricId::ITERATION_ERRORS, tags, 1.0);
            }
            _ => {}
        }
        let known = self.counted_at.get().filter(|(known, ..)| *known == tags);
        let (_, durations, iterations) = known.unwrap_or_else(|| {
            let series = |metric| meters.series_of(metric, tags);
            (tags, series(MetricId::ITERATION_DURATION), series(MetricId::ITERATIONS))
        });
        self.counted_at.set(Some((tags, durations, iterations)));
        meters.add_at(durations, took);
        meters.add_at(iterations, 1.0);
    }
}
