//! A coroutine that can wait for futures: what makes `http.get` look synchronous to a script.
//!
//! Work on the coroutine's stack calls [`Link::wait`]; the future is then polled by whoever polls the fiber, on
//! the thread's own stack, and the coroutine goes on when it is done. Deep native code (TLS, DNS) therefore
//! never runs on the small stack. A fiber is never dropped while it waits without being told: it is resumed
//! with a cancellation first, so that everything on its stack is left in order.

#![expect(unsafe_code, reason = "a coroutine lends what lies on its stack to whoever polls it")]

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use corosensei::{Coroutine, CoroutineResult, Yielder};

use super::stack::PooledStack;

/// What a coroutine is told when it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// What it waited for is there; or there is work.
    Go,
    /// It is to give up what it does.
    Cancel,
    /// It is to end.
    End,
}

/// Why a coroutine stopped for now.
enum Stopped {
    /// It waits for a future.
    Waiting,
    /// It has done its work and can be given more.
    Idle,
}

/// The waiting was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cancelled;

type Waited = NonNull<dyn Future<Output = ()>>;

/// What both sides of a fiber share.
#[derive(Default)]
pub(crate) struct Link {
    yielder: Cell<Option<NonNull<Yielder<Signal, Stopped>>>>,
    waited: Cell<Option<Waited>>,
    cancelled: Cell<bool>,
}

impl Link {
    /// Waits for `future`; other fibers of the thread go on meanwhile. Only to be called on the fiber's own
    /// stack, with no borrow, lock or guard alive.
    pub(crate) fn wait<F: Future>(&self, future: F) -> Result<F::Output, Cancelled> {
        if self.cancelled.get() {
            return Err(Cancelled);
        }
        let mut output = None;
        let signal = {
            let mut task = pin!(async { output = Some(future.await) });
            let task: Pin<&mut (dyn Future<Output = ()> + '_)> = task.as_mut();
            // SAFETY: the future is not moved through the pointer; it is pinned on this stack.
            let task = NonNull::from(unsafe { task.get_unchecked_mut() });
            // SAFETY: only the lifetime is erased. The pointer is polled while this coroutine is suspended in
            // the next line, and taken back before this frame is left.
            let task = unsafe {
                std::mem::transmute::<NonNull<dyn Future<Output = ()> + '_>, Waited>(task)
            };
            self.waited.set(Some(task));
            let signal = self.suspend(Stopped::Waiting);
            self.waited.set(None);
            signal
        };
        match (signal, output) {
            (Signal::Go, Some(output)) => Ok(output),
            _ => Err(Cancelled),
        }
    }

    /// Whether what the fiber does is to be given up.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.get()
    }

    /// Waits for the next work; what the fiber is told instead otherwise.
    pub(super) fn rest(&self) -> Signal {
        self.suspend(Stopped::Idle)
    }

    fn suspend(&self, why: Stopped) -> Signal {
        let yielder = self.yielder.get().expect("a fiber waits on its own stack only");
        // SAFETY: the yielder lives at the root of the coroutine's stack for as long as the coroutine does.
        unsafe { yielder.as_ref() }.suspend(why)
    }
}

/// A coroutine and its side of the link.
pub(crate) struct Fiber {
    coroutine: Coroutine<Signal, Stopped, (), PooledStack>,
    link: Rc<Link>,
    /// Called before the coroutine goes on and after it stopped.
    switch: Box<dyn Fn(bool)>,
}

impl Fiber {
    /// A fiber that does `body` when it is first polled. `switch` is told true before each stretch of it and
    /// false after.
    pub(crate) fn new(
        link: Rc<Link>,
        switch: Box<dyn Fn(bool)>,
        body: impl FnOnce() + 'static,
    ) -> std::io::Result<Self> {
        let inner = link.clone();
        let coroutine =
            Coroutine::with_stack(PooledStack::take()?, move |yielder, first: Signal| {
                inner.yielder.set(Some(NonNull::from(yielder)));
                if first == Signal::Go {
                    body();
                }
            });
        Ok(Self { coroutine, link, switch })
    }

    /// Goes on until the fiber rests or has ended.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if let Some(mut task) = self.link.waited.get() {
                // SAFETY: the pointer is set exactly while the coroutine is suspended in `wait`, which keeps
                // the future alive and pinned; nothing else holds a reference to it.
                let task = unsafe { Pin::new_unchecked(task.as_mut()) };
                ready!(task.poll(cx));
                self.link.waited.set(None);
            }
            if !self.resume(Signal::Go) {
                return Poll::Ready(());
            }
        }
    }

    /// Gives up what the fiber is doing: every wait ends at once, until it rests.
    pub(crate) fn cancel(&mut self) {
        if !self.is_waiting() {
            return;
        }
        self.link.cancelled.set(true);
        while self.resume(Signal::Cancel) {}
        self.link.cancelled.set(false);
    }

    fn is_waiting(&self) -> bool {
        self.link.waited.get().is_some()
    }

    /// True when the fiber waits for something, false when it rests or has ended.
    fn resume(&mut self, signal: Signal) -> bool {
        (self.switch)(true);
        let stopped = self.coroutine.resume(signal);
        (self.switch)(false);
        matches!(stopped, CoroutineResult::Yield(Stopped::Waiting))
    }
}

impl Drop for Fiber {
    fn drop(&mut self) {
        self.cancel();
        if !self.coroutine.done() {
            self.resume(Signal::End);
        }
    }
}
