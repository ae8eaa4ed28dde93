//! Input larger than memory, in chunks or lines, through a bounded number of workers.
