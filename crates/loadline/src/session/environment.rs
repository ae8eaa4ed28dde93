//! What may explain a figure later: the machine the generator ran on.

use std::collections::BTreeMap;
use std::fs::read_to_string;

/// Name and value of what is worth knowing; what cannot be read is left out.
pub(crate) fn environment(threads: usize) -> BTreeMap<String, String> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let facts = [
        ("processor", field("/proc/cpuinfo", "model name")),
        ("cores", (cores > 0).then(|| cores.to_string())),
        ("memory", field("/proc/meminfo", "MemTotal").and_then(|text| gibibytes(&text))),
        (
            "kernel",
            read_to_string("/proc/sys/kernel/osrelease").ok().map(|text| text.trim().to_owned()),
        ),
        (
            "host",
            read_to_string("/proc/sys/kernel/hostname").ok().map(|text| text.trim().to_owned()),
        ),
        ("generator threads", Some(threads.to_string())),
        ("build", Some(if cfg!(debug_assertions) { "debug" } else { "release" }.to_owned())),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The value behind `name:` in a file of the kernel's.
fn field(path: &str, name: &str) -> Option<String> {
    let text = read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn gibibytes(text: &str) -> Option<String> {
    let kib: f64 = text.split_ascii_whitespace().next()?.parse().ok()?;
    Some(format!("{:.1} GiB", kib / 1_048_576.0))
}
