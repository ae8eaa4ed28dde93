//! A kept run as a comparison needs it: its windows in bounded cells, the warm-up left out.

use loadline_stats::{RunSample, RunSampleBuilder};
use loadline_store::{Run, Store};

use super::warm_up::WarmUp;
use crate::failure::Failure;

/// Reads the windows of `run`.
pub(crate) fn sample(store: &Store, run: &Run) -> Result<RunSample, Failure> {
    let warm_up = WarmUp::new(run.started_ms, run.description.warm_up_ms);
    let mut builder = RunSampleBuilder::default();
    for window in store.windows(&run.id) {
        let window = window?;
        if warm_up.is_over_at(&window) {
            builder.observe(&window);
        }
    }
    Ok(builder.finish())
}
