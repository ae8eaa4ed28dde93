//! One user as native functions see it.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use loadline_load::{Missed, Turn, Worker};
use rquickjs::{Ctx, Error, Persistent, Promise, Result, Value};

use super::phase::Phase;
use super::state::States;
use crate::engine::{Events, Handle, Link, Outcome, Work, throw, throw_uncatchable};
use crate::metrics::{Meters, TagsId};
use crate::script::Code;

thread_local! {
    static CURRENT: Cell<Option<Rc<Vu>>> = const { Cell::new(None) };
}

/// Who a user is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Identity {
    /// Its number in the test, from one; zero for setup, teardown and the summary.
    pub(crate) number: u32,
    /// Which of the scenarios it works for.
    pub(crate) load: usize,
}

impl Identity {
    /// Nobody's: for what is done before and after a run.
    pub(crate) const NONE: Self = Self { number: 0, load: usize::MAX };

    /// Whether it is a user of a run.
    pub(crate) fn is_of_run(&self) -> bool {
        self.load != usize::MAX
    }
}

/// When a request of an open test should have started.
pub(crate) struct Due {
    pub(crate) at: Instant,
    /// The arrivals that were dropped and that it stands for.
    pub(crate) stands_for: Option<Rc<Missed>>,
}

/// What is called before each iteration.
type Hook = Box<dyn Fn(&Vu)>;

/// One user of a script.
pub(crate) struct Vu {
    pub(crate) code: Arc<Code>,
    pub(crate) identity: Identity,
    pub(crate) link: Rc<Link>,
    pub(crate) events: Events,
    /// Its thread; none while a script's top level is run for its options alone.
    worker: Option<Rc<Worker>>,
    meters: Option<Rc<Meters>>,
    phase: Cell<Phase>,
    /// Tags that everything it measures gets.
    tags: Cell<TagsId>,
    /// The tags it begins each iteration with.
    base_tags: Cell<TagsId>,
    turn: RefCell<Option<Turn>>,
    work: Cell<Option<Work>>,
    outcome: Cell<Option<Outcome>>,
    failure: RefCell<Option<String>>,
    /// Its script could not be evaluated.
    broken: Cell<bool>,
    states: States,
    /// Called before each iteration.
    at_iteration: RefCell<Vec<Hook>>,
    /// Whether the iteration under way has sent a request.
    has_sent: Cell<bool>,
}

impl Vu {
    pub(crate) fn new(code: Arc<Code>, identity: Identity, worker: Option<Rc<Worker>>) -> Rc<Self> {
        let meters = worker.as_ref().map(|worker| Meters::of(worker, &code));
        Rc::new(Self {
            code,
            identity,
            link: Rc::default(),
            events: Events::default(),
            worker,
            meters,
            phase: Cell::new(Phase::Init),
            tags: Cell::default(),
            base_tags: Cell::default(),
            turn: RefCell::default(),
            work: Cell::default(),
            outcome: Cell::default(),
            failure: RefCell::default(),
            broken: Cell::default(),
            states: States::default(),
            at_iteration: RefCell::default(),
            has_sent: Cell::default(),
        })
    }

    /// The user whose code runs on this thread now.
    pub(crate) fn current() -> Rc<Self> {
        CURRENT.with(|current| {
            let vu = current.take().expect("native functions are called by a user's code");
            current.set(Some(vu.clone()));
            vu
        })
    }

    /// The same where there may be none.
    pub(crate) fn at_work() -> Option<Rc<Self>> {
        CURRENT.with(|current| {
            let vu = current.take();
            current.set(vu.clone());
            vu
        })
    }

    /// Does `work` as this user's, where samples are wanted: they may name the user.
    pub(crate) fn sampled<T>(self: &Rc<Self>, work: impl FnOnce() -> T) -> T {
        if self.code.sink().is_none() {
            return work();
        }
        let before = Self::at_work();
        Self::enter(Some(self.clone()));
        let done = work();
        Self::enter(before);
        done
    }

    /// Makes it the current one, or nobody.
    pub(crate) fn enter(this: Option<Rc<Self>>) {
        CURRENT.with(|current| current.set(this));
    }

    /// Its thread.
    ///
    /// # Panics
    /// In the init phase, in which natives that need it throw.
    pub(crate) fn worker(&self) -> &Rc<Worker> {
        self.worker.as_ref().expect("what needs a thread is refused in the init phase")
    }

    /// Where it counts what it measures.
    ///
    /// # Panics
    /// In the init phase, in which natives that need it throw.
    pub(crate) fn meters(&self) -> &Rc<Meters> {
        self.meters.as_ref().expect("what measures is refused in the init phase")
    }

    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    pub(crate) fn set_phase(&self, phase: Phase) {
        self.phase.set(phase);
    }

    /// Throws unless the user is past the script's top level.
    pub(crate) fn past_init(&self, ctx: &Ctx<'_>, message: &str) -> Result<()> {
        if self.phase.get() == Phase::Init { Err(throw(ctx, message)) } else { Ok(()) }
    }

    /// Tags that everything it measures now gets.
    pub(crate) fn tags(&self) -> TagsId {
        self.tags.get()
    }

    pub(crate) fn set_tags(&self, tags: TagsId) {
        self.tags.set(tags);
    }

    /// The tags it begins each iteration with.
    pub(crate) fn base_tags(&self) -> TagsId {
        self.base_tags.get()
    }

    pub(crate) fn set_base_tags(&self, tags: TagsId) {
        self.base_tags.set(tags);
        self.tags.set(tags);
    }

    /// The iteration under way.
    pub(crate) fn turn(&self) -> Option<Turn> {
        self.turn.borrow().clone()
    }

    pub(crate) fn set_turn(&self, turn: Option<Turn>) {
        *self.turn.borrow_mut() = turn;
    }

    /// Its number among the users of all processes that drive the test.
    pub(crate) fn number_in_test(&self) -> u64 {
        let number = u64::from(self.identity.number);
        match &self.code.settings().segment {
            Some(segment) if number > 0 => segment.index_of(number - 1) + 1,
            _ => number,
        }
    }

    /// Changes the tags of everything it measures, in this iteration and later ones.
    pub(crate) fn change_tags(&self, change: impl Fn(&Meters, TagsId) -> TagsId) {
        let Some(meters) = &self.meters else { return };
        self.tags.set(change(meters, self.tags.get()));
        self.base_tags.set(change(meters, self.base_tags.get()));
    }

    /// Has `hook` called before each iteration. It must not ask for another hook.
    pub(crate) fn at_iteration(&self, hook: impl Fn(&Self) + 'static) {
        self.at_iteration.borrow_mut().push(Box::new(hook));
    }

    /// Begins an iteration: what the last one left is put in order.
    pub(crate) fn begin_iteration(&self) {
        self.tags.set(self.base_tags.get());
        self.has_sent.set(false);
        self.at_iteration.borrow().iter().for_each(|hook| hook(self));
    }

    /// When the request that starts `now` should have started, in open tests: the first of an iteration when
    /// its arrival was due, the others when they do.
    pub(crate) fn due(&self, now: Instant) -> Option<Due> {
        let turn = self.turn.borrow();
        let turn = turn.as_ref()?;
        let at = turn.intended?;
        Some(match self.has_sent.replace(true) {
            true => Due { at: now, stands_for: None },
            false => Due { at, stands_for: turn.stands_for.clone() },
        })
    }

    /// Waits for `future`; the thread's other users go on meanwhile. The error is one that no script can
    /// catch: the user is to stop what it does.
    pub(crate) fn wait<F: Future>(&self, ctx: &Ctx<'_>, future: F) -> Result<F::Output> {
        self.link.wait(future).map_err(|_| throw_uncatchable(ctx, "the iteration was cut off"))
    }

    /// Begins `future` beside the user's code; `then` is called in its coroutine with what it gives. The
    /// iteration does not end before.
    pub(crate) fn spawn<T: 'static>(
        &self,
        ctx: &Ctx<'_>,
        future: impl Future<Output = T> + 'static,
        then: impl for<'js> FnOnce(&Ctx<'js>, T) -> Result<()> + 'static,
    ) -> Result<Handle> {
        let begun = self.events.begin(future, then);
        begun.ok_or_else(|| throw(ctx, "too much is under way at once"))
    }

    /// A promise of what `future` gives, as `into_js` makes a value of it; its error rejects the promise.
    pub(crate) fn promise<'js, T: 'static>(
        &self,
        ctx: &Ctx<'js>,
        future: impl Future<Output = T> + 'static,
        into_js: impl for<'a> FnOnce(&Ctx<'a>, T) -> Result<Value<'a>> + 'static,
    ) -> Result<Promise<'js>> {
        let (promise, resolve, reject) = ctx.promise()?;
        let resolve = Persistent::save(ctx, resolve);
        let reject = Persistent::save(ctx, reject);
        self.spawn(ctx, future, move |ctx, value| match into_js(ctx, value) {
            Ok(value) => resolve.restore(ctx)?.call((value,)),
            Err(Error::Exception) => {
                let thrown = ctx.catch();
                if thrown.is_uncatchable_error() {
                    return Err(ctx.throw(thrown));
                }
                reject.restore(ctx)?.call((thrown,))
            }
            Err(error) => {
                let message = error.to_string();
                let _ = throw(ctx, &message);
                reject.restore(ctx)?.call((ctx.catch(),))
            }
        })?;
        Ok(promise)
    }

    /// A value of this user, made when it is first asked for: at most one of each type.
    pub(crate) fn state<T: 'static>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        self.states.get(make)
    }

    /// Gives it the tags of its scenario.
    pub(crate) fn tag(&self) {
        let Some(meters) = &self.meters else { return };
        let settings = self.code.settings();
        let scenario = settings.scenarios.get(self.identity.load);
        let own = scenario.map(|scenario| &scenario.tags);
        let mut tags = TagsId::default();
        if settings.tagging.group {
            tags = meters.with(tags, "group", "");
        }
        if let Some(scenario) = scenario.filter(|_| settings.tagging.scenario) {
            tags = meters.with(tags, "scenario", &scenario.name);
        }
        for (name, value) in settings.tags.iter().chain(own.into_iter().flatten()) {
            tags = meters.with(tags, name, value);
        }
        self.set_base_tags(tags);
    }

    /// Whether its script could not be evaluated, so that there is nothing it can do.
    pub(crate) fn has_no_script(&self) -> bool {
        self.broken.get()
    }

    pub(crate) fn set_broken(&self) {
        self.broken.set(true);
    }

    /// Notes that what the user does has failed in a way that its code cannot have caused.
    pub(crate) fn fail(&self, message: &str) {
        self.failure.borrow_mut().get_or_insert_with(|| message.to_owned());
    }

    pub(crate) fn take_failure(&self) -> Option<String> {
        self.failure.borrow_mut().take()
    }

    /// Gives it something to do.
    pub(crate) fn give(&self, work: Work) {
        self.work.set(Some(work));
        self.outcome.set(None);
    }

    pub(crate) fn take_work(&self) -> Option<Work> {
        self.work.take()
    }

    pub(crate) fn conclude(&self, outcome: Outcome) {
        self.outcome.set(Some(outcome));
    }

    pub(crate) fn take_outcome(&self) -> Option<Outcome> {
        self.outcome.take()
    }

    /// Lets go of everything that belongs to its runtime, which is about to end.
    pub(crate) fn let_go(&self) {
        self.events.clear();
        self.states.clear();
    }
}
