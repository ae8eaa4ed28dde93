//! The queue both pools have: callers wait in the order they came, and what comes back is put into the first one's hand.
//! A queue of list nodes in one `Vec`, so that joining, leaving and serving cost the same however long it is. It wakes
//! nobody itself: wakers go to whoever held the lock, to be woken after it.

use std::task::{Context, Waker};

/// No node.
const NONE: u32 = u32::MAX;

/// The place of one waiting caller; whoever has it must end with [`Waiters::leave`] or a served [`Waiters::poll`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(u32);

/// Callers that wait, each with what is known of it (`I`), until it is handed a `T`.
#[derive(Debug)]
pub(crate) struct Waiters<I, T> {
    nodes: Vec<Node<I, T>>,
    /// The first free node; free nodes are linked by `next`.
    free: u32,
    first: u32,
    last: u32,
    len: usize,
}

#[derive(Debug)]
struct Node<I, T> {
    previous: u32,
    next: u32,
    place: Place<I, T>,
}

#[derive(Debug)]
enum Place<I, T> {
    Free,
    Waiting(I, Waker),
    Served(T),
}

impl<I, T> Waiters<I, T> {
    pub(crate) const fn new() -> Self {
        Self { nodes: Vec::new(), free: NONE, first: NONE, last: NONE, len: 0 }
    }

    /// How many wait; those already served do not.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Joins the end of the queue.
    pub(crate) fn join(&mut self, info: I, waker: Waker) -> Ticket {
        let place = Place::Waiting(info, waker);
        let node = Node { previous: self.last, next: NONE, place };
        let index = if self.free == NONE {
            self.nodes.push(node);
            u32::try_from(self.nodes.len() - 1)
                .expect("both pools bound their queues far below this")
        } else {
            let index = self.free;
            self.free = self.node(index).next;
            *self.node(index) = node;
            index
        };
        match self.last {
            NONE => self.first = index,
            last => self.node(last).next = index,
        }
        self.last = index;
        self.len += 1;
        Ticket(index)
    }

    /// What is known of the first in the queue.
    pub(crate) fn first(&self) -> Option<&I> {
        self.iter().next()
    }

    /// What is known of each that waits, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &I> {
        let mut index = self.first;
        std::iter::from_fn(move || {
            let node = self.nodes.get(index as usize)?;
            index = node.next;
            match &node.place {
                Place::Waiting(info, _) => Some(info),
                Place::Free | Place::Served(_) => None,
            }
        })
    }

    /// Hands `value` to the first in the queue, who is to be woken; gives it back where nobody waits.
    pub(crate) fn serve(&mut self, value: T) -> Result<Waker, T> {
        if self.first == NONE {
            return Err(value);
        }
        self.serve_at(self.first, value).ok_or_else(|| unreachable!("a node in the queue waits"))
    }

    /// Hands each that `chosen` names a value of its own; all of them are to be woken.
    pub(crate) fn serve_where(
        &mut self,
        mut chosen: impl FnMut(&I) -> bool,
        mut value: impl FnMut() -> T,
    ) -> Vec<Waker> {
        let mut wakers = Vec::new();
        let mut index = self.first;
        while let Some(node) = self.nodes.get(index as usize) {
            let next = node.next;
            if matches!(&node.place, Place::Waiting(info, _) if chosen(info)) {
                wakers.extend(self.serve_at(index, value()));
            }
            index = next;
        }
        wakers
    }

    /// What the caller was handed, which ends its ticket; else it waits on, to be woken through `cx`.
    pub(crate) fn poll(&mut self, ticket: Ticket, cx: &mut Context<'_>) -> Option<T> {
        if let Place::Waiting(_, waker) = &mut self.node(ticket.0).place {
            waker.clone_from(cx.waker());
            return None;
        }
        self.leave(ticket)
    }

    /// Ends a ticket: out of the queue, or with what was handed over and not yet taken.
    pub(crate) fn leave(&mut self, ticket: Ticket) -> Option<T> {
        let served = match std::mem::replace(&mut self.node(ticket.0).place, Place::Free) {
            Place::Served(value) => Some(value),
            Place::Waiting(..) => {
                self.unlink(ticket.0);
                None
            }
            Place::Free => unreachable!("a ticket ends once"),
        };
        self.node(ticket.0).next = self.free;
        self.free = ticket.0;
        served
    }

    fn serve_at(&mut self, index: u32, value: T) -> Option<Waker> {
        let place = std::mem::replace(&mut self.node(index).place, Place::Served(value));
        let Place::Waiting(_, waker) = place else { return None };
        self.unlink(index);
        Some(waker)
    }

    fn unlink(&mut self, index: u32) {
        let Node { previous, next, .. } = *self.node(index);
        match previous {
            NONE => self.first = next,
            previous => self.node(previous).next = next,
        }
        match next {
            NONE => self.last = previous,
            next => self.node(next).previous = previous,
        }
        self.len -= 1;
    }

    fn node(&mut self, index: u32) -> &mut Node<I, T> {
        &mut self.nodes[index as usize]
    }
}
