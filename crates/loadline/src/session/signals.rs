//! Ctrl-C: the first ends a run gracefully, the second at once.

use loadline_load::StopSignal;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::Failure;
use crate::output::print::note;

/// A stop signal that is asked each time this process is interrupted or told to end.
pub(crate) fn stop_on_signals() -> Result<StopSignal, Failure> {
    let stop = StopSignal::default();
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let asked = stop.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for _ in signals.forever() {
            note(if asked.is_asked() {
                "stopping at once"
            } else {
                "stopping: iterations under way may finish; once more stops at once"
            });
            asked.ask();
        }
    })?;
    Ok(stop)
}
