//! The samples that live, and the call stacks they came from: plain maps behind the sampler's lock, with bounds.

use std::collections::HashMap;

/// Frames of a call stack that are kept.
pub(super) const FRAMES_MAX: usize = 48;
/// Call stacks that are told apart; 1.5 MiB of frames.
const SITES_MAX: usize = 4_096;
/// Samples that live; beyond it new ones are counted and not kept.
const LIVE_MAX: usize = 65_536;

/// What is known of one call stack.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub(super) live_bytes: f64,
    pub(super) live_allocations: f64,
    pub(super) allocated_bytes: f64,
}

/// All samples.
#[derive(Debug)]
pub(super) struct Table {
    every_bytes: u64,
    sites: HashMap<Box<[usize]>, usize>,
    held: Vec<Held>,
    live: HashMap<usize, Sample>,
    dropped: u64,
}

/// A sample that lives: its call stack and what it stands for.
#[derive(Debug, Clone, Copy)]
struct Sample {
    site: usize,
    bytes: f64,
    allocations: f64,
}

impl Table {
    pub(super) fn new(every_bytes: u64) -> Self {
        Self {
            every_bytes,
            sites: HashMap::new(),
            held: Vec::new(),
            live: HashMap::new(),
            dropped: 0,
        }
    }

    /// Keeps a sample. Whether there was room.
    pub(super) fn keep(&mut self, address: usize, size: u64, frames: &[usize]) -> bool {
        let is_known = self.sites.contains_key(frames);
        if self.live.len() >= LIVE_MAX || (!is_known && self.sites.len() >= SITES_MAX) {
            self.dropped += 1;
            return false;
        }
        let site = self.site(frames);
        #[expect(clippy::cast_precision_loss, reason = "sizes stay below 2^53")]
        let (size, every) = (size as f64, self.every_bytes as f64);
        let allocations = 1.0 / -(-size / every).exp_m1();
        let sample = Sample { site, bytes: size * allocations, allocations };
        let held = &mut self.held[site];
        held.live_bytes += sample.bytes;
        held.live_allocations += sample.allocations;
        held.allocated_bytes += sample.bytes;
        if let Some(unseen) = self.live.insert(address, sample) {
            // Its free was made where sampling does not look.
            self.take_off(unseen);
            return false;
        }
        true
    }

    /// Forgets the sample at that address. Whether there was one.
    pub(super) fn forget(&mut self, address: usize) -> bool {
        let sample = self.live.remove(&address);
        if let Some(sample) = sample {
            self.take_off(sample);
        }
        sample.is_some()
    }

    /// Samples there was no room for.
    pub(super) const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Each call stack with what it holds.
    pub(super) fn sites(&self) -> Vec<(Vec<usize>, Held)> {
        self.sites
            .iter()
            .map(|(frames, site)| (frames.to_vec(), self.held[*site].clone()))
            .collect()
    }

    fn site(&mut self, frames: &[usize]) -> usize {
        if let Some(site) = self.sites.get(frames) {
            return *site;
        }
        self.held.push(Held::default());
        self.sites.insert(frames.into(), self.held.len() - 1);
        self.held.len() - 1
    }

    fn take_off(&mut self, sample: Sample) {
        let held = &mut self.held[sample.site];
        held.live_bytes -= sample.bytes;
        held.live_allocations -= sample.allocations;
    }
}
