//! Connections shared by the users of a thread: a fixed number. Those of HTTP/1.1 are handed out first
//! come, first served; those of HTTP/2 carry the requests of several users.

use std::cell::RefCell;
use std::rc::Rc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::attempts::Attempts;
use super::http1::Connection;
use super::places::Places;

/// A fixed number of connections. The waiting users are bounded by the number of users.
pub(super) struct Share {
    permits: Semaphore,
    idle: RefCell<Vec<Connection>>,
    /// Those of HTTP/2, so many to each server, which carry several requests at once.
    pub(super) places: Rc<Places>,
    /// Attempts to find out what a server speaks.
    pub(super) attempts: Attempts,
}

impl Share {
    pub(super) fn new(connections: u32) -> Rc<Self> {
        let permits = Semaphore::new(connections as usize);
        let places = Places::new(connections);
        Rc::new(Self { permits, idle: RefCell::default(), places, attempts: Attempts::default() })
    }

    /// Waits for the right to use one connection.
    pub(super) async fn acquire(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }

    /// An idle connection to that endpoint; one to another is closed to make room where there is none.
    pub(super) fn take(&self, endpoint: &super::Endpoint) -> Option<Connection> {
        let mut idle = self.idle.borrow_mut();
        let fitting = idle.iter().rposition(|connection| connection.leads_to(endpoint));
        if fitting.is_none() && self.permits.available_permits() < idle.len() {
            idle.remove(0);
        }
        fitting.map(|place| idle.swap_remove(place))
    }

    pub(super) fn put_back(&self, connection: Connection) {
        self.idle.borrow_mut().push(connection);
    }
}
