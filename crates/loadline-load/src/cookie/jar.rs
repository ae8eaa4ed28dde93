//! The cookies of one user.

use std::time::SystemTime;

use super::one::Cookie;
use crate::message::Fields;
use crate::transport::Endpoint;

/// Cookies of one domain; the one kept longest goes first.
const DOMAIN_MAX: usize = 50;
/// Cookies in all.
const JAR_MAX: usize = 300;

/// A jar; one that is empty takes no memory.
#[derive(Debug, Default)]
pub struct Jar {
    /// In the order they were first set.
    cookies: Vec<Cookie>,
}

impl Jar {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.cookies.is_empty()
    }

    /// Keeps what an answer to a request of `path` sets, and forgets what it ends.
    pub fn keep(&mut self, fields: &Fields, endpoint: &Endpoint, path: &str) {
        for header in fields.all("set-cookie") {
            let now = SystemTime::now();
            if let Some(cookie) = Cookie::read(header, endpoint, path, now) {
                self.put(cookie, now);
            }
        }
    }

    /// The cookies that go with a request of `path`: longer paths first, then in the order they were set.
    pub fn going(
        &self,
        endpoint: &Endpoint,
        path: &str,
        now: SystemTime,
    ) -> impl Iterator<Item = &Cookie> {
        let goes = |cookie: &&Cookie| cookie.goes_to(endpoint, path) && !cookie.has_ended(now);
        let mut going: Vec<&Cookie> = self.cookies.iter().filter(goes).collect();
        going.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        going.into_iter()
    }

    /// Forgets the cookies that would go with a request of `path`; all of them, or those of one name.
    pub fn forget(&mut self, endpoint: &Endpoint, path: &str, name: Option<&str>) {
        let is_meant = |cookie: &Cookie| {
            cookie.goes_to(endpoint, path) && name.is_none_or(|name| name == cookie.name)
        };
        self.cookies.retain(|cookie| !is_meant(cookie));
    }

    /// Keeps a cookie, in place of one of the same name and place; one that has ended is forgotten.
    pub fn put(&mut self, cookie: Cookie, now: SystemTime) {
        self.cookies.retain(|kept| !kept.has_ended(now));
        let known = self.cookies.iter_mut().find(|kept| cookie.replaces(kept));
        match known {
            Some(kept) => *kept = cookie,
            None if cookie.has_ended(now) => return,
            None => {
                let own = |kept: &Cookie| kept.domain == cookie.domain;
                if self.cookies.iter().filter(|kept| own(kept)).count() == DOMAIN_MAX {
                    let oldest = self.cookies.iter().position(own);
                    oldest.map(|place| self.cookies.remove(place));
                }
                if self.cookies.len() == JAR_MAX {
                    self.cookies.remove(0);
                }
                self.cookies.push(cookie);
            }
        }
        self.cookies.retain(|kept| !kept.has_ended(now));
    }

    /// The value of the header that goes with a request of `path`; none where no cookie does.
    pub fn header(&self, endpoint: &Endpoint, path: &str, now: SystemTime) -> Option<String> {
        let pairs: Vec<String> = self
            .going(endpoint, path, now)
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.cookies.len()
    }
}
