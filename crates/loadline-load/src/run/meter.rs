//! Meters: what the users of a thread measure besides requests, in series of their own.
//!
//! A kind of user that counts with its own tags keeps one meter for each thread; once a second it hands over
//! what it measured with the thread's window. Nothing is shared between threads: their windows add up.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::rc::Rc;

use loadline_core::Window;

/// Measures on one thread, next to the recorder.
pub trait Meter: 'static {
    /// Moves everything measured since the last call into `window`. Called once a second and at the end, when
    /// every user is gone. Series of one key add up over the threads.
    fn drain_into(&self, window: &mut Window);
}

/// One meter, seen as what it is and as what it does.
struct Kept {
    kind: TypeId,
    itself: Rc<dyn Any>,
    meter: Rc<dyn Meter>,
}

/// The meters of a thread: as many as there are kinds of users at most.
#[derive(Default)]
pub(super) struct Meters(RefCell<Vec<Kept>>);

impl Meters {
    /// The thread's meter of that type, made when it is first asked for.
    pub(super) fn get<M: Meter>(&self, make: impl FnOnce() -> M) -> Rc<M> {
        let kind = TypeId::of::<M>();
        let known =
            self.0.borrow().iter().find(|kept| kept.kind == kind).map(|kept| kept.itself.clone());
        if let Some(Ok(known)) = known.map(Rc::downcast) {
            return known;
        }
        let made = Rc::new(make());
        self.0.borrow_mut().push(Kept { kind, itself: made.clone(), meter: made.clone() });
        made
    }

    /// Moves what all of them measured into `window`.
    pub(super) fn drain_into(&self, window: &mut Window) {
        for place in 0..self.0.borrow().len() {
            let meter = self.0.borrow()[place].meter.clone();
            meter.drain_into(window);
        }
    }
}
