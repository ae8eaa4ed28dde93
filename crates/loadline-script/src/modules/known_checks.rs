//! The checks a user has made: from the name as QuickJS numbers it straight to where it is counted.

#![expect(unsafe_code, reason = "an atom is kept by its number, which no safe interface does")]

use std::cell::RefCell;
use std::hash::{Hash, Hasher};

use rquickjs::atom::Atom;
use rquickjs::{Ctx, qjs};

use crate::metrics::{SeriesPlace, TagsId};

/// Checks of one user that are known; more are looked up by their text each time.
const KNOWN_MAX: usize = 64;

/// One user's checks.
#[derive(Default)]
pub(super) struct KnownChecks(RefCell<Vec<Known>>);

struct Known {
    name: u32,
    tags: TagsId,
    place: SeriesPlace,
}

impl KnownChecks {
    /// Where the check of that name and those tags is counted.
    #[inline]
    pub(super) fn get(&self, name: &Atom<'_>, tags: TagsId) -> Option<SeriesPlace> {
        let name = number(name);
        let known = self.0.borrow();
        known.iter().find(|known| known.name == name && known.tags == tags).map(|known| known.place)
    }

    /// Remembers it.
    pub(super) fn put(&self, ctx: &Ctx<'_>, name: &Atom<'_>, tags: TagsId, place: SeriesPlace) {
        let mut known = self.0.borrow_mut();
        if known.len() == KNOWN_MAX {
            return;
        }
        let name = number(name);
        // SAFETY: the atom is alive. It is held until the runtime ends, so that its number means no other name
        // meanwhile; the runtime frees all atoms with its table.
        unsafe { qjs::JS_DupAtom(ctx.as_raw().as_ptr(), name) };
        known.push(Known { name, tags, place });
    }
}

/// The number of an atom, which is what its hash is made of.
#[inline]
fn number(atom: &Atom<'_>) -> u32 {
    let mut number = Number(0);
    atom.hash(&mut number);
    number.0
}

/// Takes the one number that an atom hashes to.
struct Number(u32);

impl Hasher for Number {
    fn write_u32(&mut self, number: u32) {
        self.0 = number;
    }

    fn write(&mut self, _bytes: &[u8]) {}

    fn finish(&self) -> u64 {
        u64::from(self.0)
    }
}
