//! A run as a bounded number of cells in the order of time.

use std::collections::BTreeSet;

use loadline_core::comparison::Subject;
use loadline_core::window::Window;

use super::cell::{Cell, SUBJECTS_MAX};

/// Cells a run is kept in at most; when there are more, neighbours become one, as often as it takes.
const CELLS_MAX: usize = 240;

/// What a comparison needs of a run.
#[derive(Debug, Clone, Default)]
pub struct RunSample {
    pub(super) cells: Vec<Cell>,
    pub(super) subjects: BTreeSet<Subject>,
    /// Whether there were more subjects than are told apart.
    pub(super) is_cut: bool,
}

/// Folds the windows of a run into cells.
#[derive(Debug)]
pub struct RunSampleBuilder {
    sample: RunSample,
    /// Windows that make a cell.
    windows_each: usize,
    /// Windows in the last cell.
    filled: usize,
}

impl Default for RunSampleBuilder {
    fn default() -> Self {
        let sample = RunSample { subjects: BTreeSet::from([Subject::All]), ..RunSample::default() };
        Self { sample, windows_each: 1, filled: 0 }
    }
}

impl RunSampleBuilder {
    /// Takes the next window; windows come in the order of their time.
    pub fn observe(&mut self, window: &Window) {
        let RunSample { cells, subjects, is_cut } = &mut self.sample;
        if cells.is_empty() || self.filled == self.windows_each {
            if cells.len() == CELLS_MAX {
                *cells = cells.chunks(2).map(joined).collect();
                self.windows_each *= 2;
            }
            cells.push(Cell::default());
            self.filled = 0;
        }
        self.filled += 1;
        let mut admit = |subject: &Subject| {
            let is_known = subjects.contains(subject);
            let is_room = subjects.len() < SUBJECTS_MAX;
            *is_cut |= !is_known && !is_room;
            is_known || (is_room && subjects.insert(subject.clone()))
        };
        if let Some(cell) = cells.last_mut() {
            cell.observe(window, &mut admit);
        }
    }

    /// The sample. A rest of less than half a cell at the end joins the one before it: it would be a cell of
    /// hardly anything.
    pub fn finish(mut self) -> RunSample {
        let cells = &mut self.sample.cells;
        if let [.., before, last] = cells.as_mut_slice()
            && last.covered_ms * 2 < before.covered_ms
        {
            let rest = last.clone();
            before.follow(&rest);
            cells.pop();
        }
        self.sample
    }
}

fn joined(pair: &[Cell]) -> Cell {
    let mut whole = Cell::default();
    pair.iter().for_each(|cell| whole.follow(cell));
    whole
}

impl RunSample {
    /// Whether there were more names and series than are told apart: the rest counts among all requests only.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The time measured, in seconds.
    pub fn seconds(&self) -> f64 {
        self.cells.iter().map(|cell| cell.covered_ms).sum::<u64>() as f64 / 1_000.0
    }
}
