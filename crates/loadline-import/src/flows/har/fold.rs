//! Redirects: the hops that a browser made by itself are folded into the request that met the first of them.

use loadline_core::file::Method;

use super::entry::Entry;
use crate::flows::left_out::LeftOut;

/// Entries behind a redirect among which its target is looked for.
const AHEAD_MAX: usize = 50;

/// The entries without the hops; each redirected request has the status of the last of its hops.
pub(super) fn folded<'v>(mut entries: Vec<Entry<'v>>, left_out: &mut LeftOut) -> Vec<Entry<'v>> {
    let mut is_hop = vec![false; entries.len()];
    for first in 0..entries.len() {
        if is_hop[first] {
            continue;
        }
        // Each hop is taken once, so that a circle ends.
        let mut last = first;
        while let Some(next) = target_of(&entries, &is_hop, last) {
            is_hop[next] = true;
            left_out.note("redirects, which flows follow by themselves", &entries[next].url.path);
            last = next;
        }
        if last != first {
            let Entry { status, ended_ms, is_document, answer, .. } = entries[last];
            let entry = &mut entries[first];
            entry.status = status;
            entry.ended_ms = ended_ms;
            entry.is_document |= is_document;
            entry.answer = answer;
        }
    }
    let mut is_hop = is_hop.into_iter();
    entries.retain(|_| !is_hop.next().unwrap_or_default());
    entries
}

/// The entry that a redirect led to.
fn target_of(entries: &[Entry<'_>], is_hop: &[bool], from: usize) -> Option<usize> {
    let target = entries[from].redirect.as_ref()?;
    let keeps_method = matches!(entries[from].status, 307 | 308);
    let method = entries[from].method;
    let fits = |place: &usize| {
        let next = &entries[*place];
        let same = next.method == method || (!keeps_method && next.method == Method::Get);
        !is_hop[*place] && same && next.url == *target
    };
    (from + 1..entries.len().min(from + 1 + AHEAD_MAX)).find(fits)
}
