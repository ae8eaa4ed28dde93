//! The machine or process behind a page, where it cannot be read itself: another machine's.
//!
//! Exporters agree on few names: those of node_exporter for machines, and those that the Prometheus clients of
//! every language give their own process.

use loadline_core::window::{Tags, watched};

use super::alias::{Amounts, by_label, by_name, sum};
use crate::exposition::Sample;
use crate::reading::Reading;

/// Adds what the page tells of its machine and its process. `is_judged`: nothing else gives `cpu` and `memory`.
pub(super) fn give(
    reading: &mut Reading,
    samples: &[Sample],
    source: &Tags,
    amounts: &mut Amounts,
    (seconds, is_judged): (f64, bool),
) {
    let cpu = machine_cpu(samples, amounts);
    let spent = amounts.since(by_name("process_cpu_seconds_total"), samples);
    let memory = machine_memory(samples);
    let used = memory.map(|(used, _)| used);
    let share = memory.map(|(used, whole)| used / whole);
    let machine = [
        (watched::HOST_CPU, cpu),
        (watched::HOST_MEMORY, share),
        (watched::HOST_MEMORY_BYTES, used),
        (watched::HOST_LOAD, sum(by_name("node_load1"), samples)),
    ];
    let judged = [(watched::CPU, cpu), (watched::MEMORY, share), (watched::MEMORY_BYTES, used)];
    let resident = sum(by_name("process_resident_memory_bytes"), samples);
    let process = [
        (watched::CPU, sum(by_name("process_cpu_usage"), samples)),
        (watched::MEMORY_BYTES, resident),
        (watched::PROCESS_CPU_CORES, spent.map(|spent| spent / seconds)),
        (watched::PROCESS_RESIDENT_BYTES, resident),
        (watched::PROCESS_OPEN_FILES, sum(by_name("process_open_fds"), samples)),
    ];
    let given: &[&[(&'static str, Option<f64>)]] = match (memory.is_some(), is_judged) {
        // The exporter's own process is not the one under load.
        (true, true) => &[&machine, &judged],
        (true, false) => &[&machine],
        (false, true) => &[&process],
        (false, false) => &[],
    };
    for (metric, level) in given.iter().copied().flatten() {
        if let Some(level) = level {
            reading.gauge(metric, source, *level);
        }
    }
}

/// The share of all cores' time that was not idle or spent waiting for disks.
fn machine_cpu(samples: &[Sample], amounts: &mut Amounts) -> Option<f64> {
    const NAME: &str = "node_cpu_seconds_total";
    let all = amounts.since(by_name(NAME), samples);
    let idle = amounts.since(by_label(NAME, "mode", "idle"), samples);
    let waiting = amounts.since(by_label(NAME, "mode", "iowait"), samples).unwrap_or_default();
    let (all, idle) = (all.filter(|all| *all > 0.0)?, idle?);
    Some((1.0 - (idle + waiting) / all).clamp(0.0, 1.0))
}

/// Memory in use and all of it.
fn machine_memory(samples: &[Sample]) -> Option<(f64, f64)> {
    let whole = sum(by_name("node_memory_MemTotal_bytes"), samples).filter(|whole| *whole > 0.0)?;
    let available = sum(by_name("node_memory_MemAvailable_bytes"), samples)?;
    Some(((whole - available).max(0.0), whole))
}
