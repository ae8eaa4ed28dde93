//! Whether a run can begin: each target is connected to once, several at a time.
//!
//! A target that takes its time is named, and an interrupt ends the waiting at once.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use loadline_load::{Endpoint, NetworkOptions, StopSignal, probe};

use crate::failure::Failure;
use crate::output::print::note;

/// Targets connected to at once.
const PROBES_MAX: usize = 16;
/// How often the stop signal is looked at.
const GRAIN: Duration = Duration::from_millis(50);
/// Time after which a person wonders what is going on.
const PATIENCE: Duration = Duration::from_secs(2);

/// Connects to every target once.
pub(super) fn reach(
    endpoints: &[Endpoint],
    network: &NetworkOptions,
    stop: &StopSignal,
) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for some in endpoints.chunks(PROBES_MAX) {
        faults.append(&mut reach_some(some, network, stop)?);
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Unreachable { faults }) }
}

fn reach_some(
    endpoints: &[Endpoint],
    network: &NetworkOptions,
    stop: &StopSignal,
) -> Result<Vec<(String, loadline_load::Fault)>, Failure> {
    let (sender, probed) = channel();
    for (place, endpoint) in endpoints.iter().enumerate() {
        let (sender, network, endpoint) = (sender.clone(), network.clone(), endpoint.clone());
        std::thread::Builder::new().name("probe".to_owned()).spawn(move || {
            // Nobody listens any more when the waiting was interrupted.
            let _ = sender.send((place, probe(&network, &endpoint)));
        })?;
    }
    drop(sender);
    let started = Instant::now();
    let mut is_named = false;
    let mut faults = Vec::new();
    let mut waiting: Vec<&Endpoint> = endpoints.iter().collect();
    loop {
        match probed.recv_timeout(GRAIN) {
            Ok((place, result)) => {
                waiting.retain(|endpoint| **endpoint != endpoints[place]);
                faults.extend(result.err().map(|fault| (place, fault)));
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if stop.is_asked() => return Err(Failure::Interrupted),
            Err(RecvTimeoutError::Timeout) if !is_named && started.elapsed() > PATIENCE => {
                is_named = true;
                let names: Vec<String> = waiting.iter().map(ToString::to_string).collect();
                note(&format!("waiting for a connection to {}", names.join(", ")));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    faults.sort_by_key(|(place, _)| *place);
    Ok(faults.into_iter().map(|(place, fault)| (endpoints[place].to_string(), fault)).collect())
}
