//! Heads seen lately: a server sends the same bytes again and again, and the same bytes mean the same.
//!
//! Within a second all heads of an endpoint are alike up to the last byte, the date included. Comparing
//! them costs a fiftieth of parsing them, and a head that differs is found out at its first other byte.

use std::cell::RefCell;
use std::rc::Rc;

use super::head::{Head, HeadError, parse};

/// Heads remembered: a few endpoints in turn. More would cost each new head more comparisons.
const HEADS_MAX: usize = 4;
/// Longer heads are not remembered, so that the memory stays in the cache.
const HEAD_BYTES_MAX: usize = 1_024;

/// The heads that the connections of one thread have seen lately.
#[derive(Debug, Clone, Default)]
pub struct HeadMemo(Rc<RefCell<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    heads: Vec<SeenHead>,
    /// Which one is replaced next.
    oldest: usize,
}

#[derive(Debug)]
struct SeenHead {
    bytes: Vec<u8>,
    to_head_request: bool,
    head: Head,
}

impl HeadMemo {
    /// The head at the start of `bytes`, parsed or remembered; none while it is unfinished.
    #[inline]
    pub(super) fn parse(
        &self,
        bytes: &[u8],
        to_head_request: bool,
    ) -> Result<Option<Head>, HeadError> {
        let seen = self.0.borrow();
        let known = seen.heads.iter().find(|known| {
            bytes.starts_with(&known.bytes) && known.to_head_request == to_head_request
        });
        if let Some(known) = known {
            return Ok(Some(known.head));
        }
        drop(seen);
        let parsed = parse(bytes, to_head_request)?;
        if let Some(head) = parsed.filter(|head| head.length <= HEAD_BYTES_MAX) {
            self.0.borrow_mut().remember(&bytes[..head.length], to_head_request, head);
        }
        Ok(parsed)
    }
}

impl Seen {
    fn remember(&mut self, bytes: &[u8], to_head_request: bool, head: Head) {
        if self.heads.len() < HEADS_MAX {
            self.heads.push(SeenHead { bytes: bytes.to_vec(), to_head_request, head });
            return;
        }
        let replaced = &mut self.heads[self.oldest];
        replaced.bytes.clear();
        replaced.bytes.extend_from_slice(bytes);
        (replaced.to_head_request, replaced.head) = (to_head_request, head);
        self.oldest = (self.oldest + 1) % HEADS_MAX;
    }
}
