//! Where HTTP/2 connections stand: so many for each server, each opened by whoever needs it first.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Endpoint;
use super::attempts::Attempts;
use super::http2::Link;

/// Servers to which connections are kept; the one met first goes first.
const ENDPOINTS_MAX: usize = 8;

/// The connections of one user, or of all users of a thread.
pub(super) struct Places {
    /// Connections to each server.
    each: usize,
    all: RefCell<Vec<Rc<Place>>>,
    /// Counts users that were given a place.
    given: Cell<usize>,
}

/// The place of one connection, which may be open, being opened, or not there.
pub(super) struct Place {
    endpoint: Endpoint,
    link: RefCell<Option<Rc<Link>>>,
    /// Attempts to open it.
    pub(super) attempts: Attempts,
}

impl Places {
    pub(super) fn new(each: u32) -> Rc<Self> {
        Rc::new(Self { each: each as usize, all: RefCell::default(), given: Cell::new(0) })
    }

    /// A place for a user: `own`, where it has been before, unless that is full and another is not.
    #[inline]
    pub(super) fn find(&self, endpoint: &Endpoint, own: Option<&Rc<Place>>) -> Rc<Place> {
        match own.filter(|own| own.endpoint == *endpoint) {
            Some(own) if self.each == 1 || own.room() != Some(false) => own.clone(),
            Some(own) => {
                let all = self.all.borrow();
                let has_room =
                    |place: &&Rc<Place>| place.endpoint == *endpoint && place.room() == Some(true);
                all.iter().find(has_room).unwrap_or(own).clone()
            }
            None => self.give(endpoint),
        }
    }

    /// A place for a user that has none yet: each in turn.
    fn give(&self, endpoint: &Endpoint) -> Rc<Place> {
        let mut all = self.all.borrow_mut();
        let turn = self.given.replace(self.given.get() + 1) % self.each;
        let fitting = all.iter().filter(|place| place.endpoint == *endpoint).nth(turn);
        if let Some(place) = fitting {
            return place.clone();
        }
        if all.len() == ENDPOINTS_MAX * self.each {
            all.remove(0);
        }
        let place = Rc::new(Place::new(endpoint.clone()));
        all.push(place.clone());
        place
    }
}

impl Place {
    fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, link: RefCell::default(), attempts: Attempts::default() }
    }

    /// Whether a request would not have to wait for others here; unknown without a connection.
    #[inline]
    fn room(&self) -> Option<bool> {
        let link = self.link.borrow();
        link.as_ref().filter(|link| link.is_open()).map(|link| link.turns.has_room())
    }

    /// The open connection; one that takes no more requests is let go.
    #[inline]
    pub(super) fn link(&self) -> Option<Rc<Link>> {
        let mut link = self.link.borrow_mut();
        if link.as_ref()?.is_open() {
            return link.clone();
        }
        link.take().inspect(|link| link.retire());
        None
    }

    pub(super) fn leads_to(&self, endpoint: &Endpoint) -> bool {
        self.endpoint == *endpoint
    }

    /// Puts a connection here.
    pub(super) fn put(&self, link: Rc<Link>) {
        self.link.replace(Some(link)).inspect(|former| former.retire());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(link) = self.link.get_mut() {
            link.retire();
        }
    }
}
