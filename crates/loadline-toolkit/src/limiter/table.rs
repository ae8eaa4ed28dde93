//! The buckets of many keys: a dense list, and an index from a key's hash to its place in it. A bucket that is full again is
//! as good as none, so each new key looks at a few of the list in turn and throws out those; the list never grows beyond its
//! bound.

use hashbrown::HashTable;

/// Places that a new key looks at, and at most when the list is at its bound.
const LOOKS: usize = 2;
const LOOKS_AT_BOUND: usize = 32;

/// Buckets by key.
#[derive(Debug)]
pub(super) struct Table<K> {
    index: HashTable<u32>,
    slots: Vec<Slot<K>>,
    slots_max: usize,
    /// Where the next look goes.
    hand: usize,
}

#[derive(Debug)]
struct Slot<K> {
    hash: u64,
    key: K,
    full_at: u64,
}

impl<K> Table<K> {
    /// A table for `slots_max` keys; room is made as they come.
    pub(super) const fn new(slots_max: usize) -> Self {
        Self { index: HashTable::new(), slots: Vec::new(), slots_max, hand: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The moment at which a key's bucket is full, where it is kept.
    #[inline]
    pub(super) fn find(&mut self, hash: u64, is_it: impl Fn(&K) -> bool) -> Option<&mut u64> {
        let slots = &self.slots;
        let place = *self.index.find(hash, |place| is_it(&slots[*place as usize].key))?;
        Some(&mut self.slots[place as usize].full_at)
    }

    /// Keeps the bucket of a key that is not there; whether there was room.
    pub(super) fn insert(
        &mut self,
        hash: u64,
        now: u64,
        full_at: u64,
        key: impl FnOnce() -> K,
    ) -> bool {
        self.sweep(now);
        let Some(place) =
            u32::try_from(self.slots.len()).ok().filter(|_| self.slots.len() < self.slots_max)
        else {
            return false;
        };
        self.slots.push(Slot { hash, key: key(), full_at });
        let slots = &self.slots;
        self.index.insert_unique(hash, place, |place| slots[*place as usize].hash);
        true
    }

    /// Throws out buckets that are full again among the next few.
    fn sweep(&mut self, now: u64) {
        let mut looks = 0;
        while !self.slots.is_empty() {
            let at_bound = self.slots.len() >= self.slots_max;
            if looks >= if at_bound { LOOKS_AT_BOUND } else { LOOKS } {
                return;
            }
            looks += 1;
            if self.hand >= self.slots.len() {
                self.hand = 0;
            }
            if self.slots[self.hand].full_at <= now {
                self.remove(self.hand);
            } else {
                self.hand += 1;
            }
        }
    }

    /// Takes a slot out; the last one moves to its place.
    fn remove(&mut self, place: usize) {
        let gone = self.slots.swap_remove(place);
        if let Ok(entry) = self.index.find_entry(gone.hash, |other| *other as usize == place) {
            entry.remove();
        }
        let moved_from = self.slots.len();
        if let Some(moved) = self.slots.get(place) {
            let entry = self.index.find_mut(moved.hash, |other| *other as usize == moved_from);
            if let Some(entry) = entry {
                *entry = u32::try_from(place).expect("places fit into 32 bits");
            }
        }
    }
}
