//! The collectors: what each must do, and all of them in order.

use std::time::Instant;

use crate::error::WatchError;
use crate::reading::Reading;
use crate::request::{Request, Roots};
use crate::{host, process, scrape};

/// Reads one source, or several that are read alike. Those that need a crate of their own are handed to
/// [`Watch::also`](crate::Watch::also).
pub trait Collector: Send {
    /// Its thread's name.
    fn name(&self) -> &'static str;

    /// Reads once. What happened since the reading before is an amount, what is now is a level; the first
    /// reading of all has no amounts. A source that gives nothing is said in the reading, never an error.
    fn read(&mut self, at: Instant) -> Reading;
}

/// The collectors that a request asks for, with remarks on what was found.
pub(crate) struct Opened {
    pub(crate) collectors: Vec<Box<dyn Collector>>,
    pub(crate) notices: Vec<String>,
}

type Open = fn(&Request, &Roots, &mut Opened) -> Result<(), WatchError>;

/// Every kind of collector: each adds what the request asks of it.
const KINDS: [Open; 3] = [host::open, process::open, scrape::open];

/// Finds all that is to be watched.
pub(crate) fn open(request: &Request, roots: &Roots) -> Result<Opened, WatchError> {
    let mut opened = Opened { collectors: Vec::new(), notices: Vec::new() };
    KINDS.iter().try_for_each(|open| open(request, roots, &mut opened))?;
    Ok(opened)
}
