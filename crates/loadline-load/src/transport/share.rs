//! Connections shared by the users of a thread: a fixed number, handed out first come, first served.

use std::cell::RefCell;
use std::rc::Rc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::http1::Connection;

/// A fixed number of connections. The waiting users are bounded by the number of users.
pub(super) struct Share {
    permits: Semaphore,
    idle: RefCell<Vec<Connection>>,
}

impl Share {
    pub(super) fn new(connections: u32) -> Rc<Self> {
        let permits = Semaphore::new(connections as usize);
        Rc::new(Self { permits, idle: RefCell::default() })
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
