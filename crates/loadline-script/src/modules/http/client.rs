//! What a user's requests share: its connections, its cookies, what it expects of answers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use loadline_load::cookie::Jar;
use loadline_load::digest::Challenges;
use loadline_load::transport::Http as Transport;
use rustc_hash::FxHashMap;

use super::callback::UsualCallback;
use super::target::Target;
use crate::metrics::HttpPlace;
use crate::vu::Vu;

/// Transports a user keeps for requests at the same time.
const TRANSPORTS_MAX: usize = 256;
/// Requests whose beginning a thread remembers.
const REMEMBERED_MAX: usize = 512;

/// A jar that a script may hold, too.
pub(super) type SharedJar = Rc<RefCell<Jar>>;

/// One user's side of HTTP.
pub(super) struct Client {
    /// Transports not in use; the last one used is the first.
    transports: RefCell<Vec<Transport>>,
    jar: SharedJar,
    pub(super) callback: UsualCallback,
    pub(super) challenges: RefCell<Challenges>,
}

impl Client {
    /// The client of that user.
    pub(super) fn of(vu: &Vu) -> Rc<Self> {
        vu.state(|| {
            let jar = SharedJar::default();
            let (own, options) = (jar.clone(), &vu.code.settings().options);
            if options.no_cookies_reset != Some(true) {
                vu.at_iteration(move |_| {
                    if !own.borrow().is_empty() {
                        drop(own.take());
                    }
                });
            }
            if options.no_vu_connection_reuse == Some(true) {
                vu.at_iteration(|vu| drop(Self::of(vu).transports.take()));
            }
            Self {
                transports: RefCell::default(),
                jar,
                callback: UsualCallback::default(),
                challenges: RefCell::default(),
            }
        })
    }

    /// The user's own jar.
    pub(super) fn jar(&self) -> SharedJar {
        self.jar.clone()
    }

    /// A transport for one request: the one used last, or one beside it.
    pub(super) fn take_transport(&self, vu: &Vu) -> Transport {
        let mut transports = self.transports.borrow_mut();
        match transports.pop() {
            Some(transport) => transport,
            None => Transport::new(vu.worker().network.clone()),
        }
    }

    /// Puts a transport back; with it its connections.
    pub(super) fn give_back(&self, vu: &Vu, transport: Transport) {
        if vu.code.settings().options.no_connection_reuse == Some(true) {
            return;
        }
        let mut transports = self.transports.borrow_mut();
        if transports.len() < TRANSPORTS_MAX {
            transports.push(transport);
        }
    }
}

/// A request without parameters, ready to be sent again by any user of the thread.
pub(super) struct Plain {
    pub(super) target: Rc<Target>,
    pub(super) head: Vec<u8>,
    /// The same, for scripts that look at what was sent.
    pub(super) shown: Rc<[u8]>,
    /// Where the last of its requests was counted.
    pub(super) place: Cell<Option<HttpPlace>>,
}

/// The plain requests of one thread: by URL, then by method.
#[derive(Default)]
pub(super) struct Remembered(RefCell<FxHashMap<String, OfUrl>>);

/// The plain requests to one URL, by method.
type OfUrl = Vec<(&'static str, Rc<Plain>)>;

impl Remembered {
    pub(super) fn get(&self, method: &'static str, url: &str) -> Option<Rc<Plain>> {
        let known = self.0.borrow();
        let of_url = known.get(url)?;
        of_url.iter().find(|(other, _)| *other == method).map(|(_, plain)| plain.clone())
    }

    pub(super) fn put(&self, method: &'static str, url: &str, plain: Rc<Plain>) {
        let mut known = self.0.borrow_mut();
        if known.len() < REMEMBERED_MAX {
            known.entry(url.to_owned()).or_default().push((method, plain));
        }
    }
}
