//! The call stacks that hold the most, with the names and lines of their frames.

use super::{
    sampler::{Inside, with_table},
    table::Held,
};
use std::{ffi::c_void, fmt, path::PathBuf, ptr};

/// The beginnings of the names of functions that allocate on behalf of others.
const BETWEEN: [&str; 9] = [
    "alloc::",
    "<alloc::",
    "core::",
    "<core::",
    "std::",
    "backtrace::",
    "loadline_toolkit::memory::sites::",
    "loadline_toolkit::memory::tracking::",
    "<loadline_toolkit::memory::tracking::",
];

/// The same by parts of their files' paths: without full debug information, inlined functions have bare names.
const BETWEEN_FILES: [&str; 4] =
    ["/library/", "/backtrace-", "src/memory/sites/", "src/memory/tracking.rs"];

/// What was sampled and lives, by call stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The call stacks that hold the most bytes, the most first.
    pub sites: Vec<Site>,
    /// Samples that were not kept since the table was full; above zero, the figures are too low.
    pub dropped: u64,
}

/// A call stack and what it holds, estimated from its samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Bytes it allocated that were not freed.
    pub live_bytes: u64,
    /// Allocations it made that were not freed.
    pub live_allocations: u64,
    /// Bytes it allocated since the start.
    pub allocated_bytes: u64,
    /// Its frames, the allocator's first.
    pub frames: Vec<Frame>,
}

/// One call of a call stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The function's name, or its address where there is no name.
    pub function: String,
    /// The file and line, where the program has that debug information.
    pub location: Option<(PathBuf, u32)>,
}

impl Site {
    /// The first frame that is neither of the allocator nor of the standard library: who wanted the memory.
    #[must_use]
    pub fn origin(&self) -> Option<&Frame> {
        self.frames.iter().find(|frame| !frame.is_between())
    }
}

impl Frame {
    /// Whether it only allocates on behalf of others.
    fn is_between(&self) -> bool {
        let name = self.function.as_str();
        let file = self.location.as_ref().map(|(file, _)| file.to_string_lossy());
        name.starts_with("__")
            || BETWEEN.iter().any(|between| name.starts_with(between))
            || file.is_some_and(|file| BETWEEN_FILES.iter().any(|part| file.contains(part)))
    }
}

/// The `most` call stacks that hold the most bytes. Looking up their names may take a while the first time.
#[must_use]
pub fn report(most: usize) -> Report {
    let _inside = Inside::enter();
    let (mut sites, dropped) =
        with_table(|table| table.map_or((Vec::new(), 0), |table| (table.sites(), table.dropped())));
    sites.sort_by(|(_, a), (_, b)| b.live_bytes.total_cmp(&a.live_bytes));
    sites.truncate(most);
    let sites = sites.into_iter().filter(|(_, held)| held.live_bytes >= 1.0);
    Report { sites: sites.map(|(frames, held)| site(&frames, &held)).collect(), dropped }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never below zero by more than rounding"
)]
fn site(frames: &[usize], held: &Held) -> Site {
    Site {
        live_bytes: held.live_bytes.round() as u64,
        live_allocations: held.live_allocations.round() as u64,
        allocated_bytes: held.allocated_bytes.round() as u64,
        frames: frames.iter().flat_map(|address| named(*address)).collect(),
    }
}

/// The calls at an address: more than one where calls were inlined.
fn named(address: usize) -> Vec<Frame> {
    let mut frames = Vec::new();
    // An address of a call stack is where the call comes back to, one behind the call.
    let call = address.saturating_sub(1);
    backtrace::resolve(ptr::without_provenance_mut::<c_void>(call), |symbol| {
        let Some(name) = symbol.name() else {
            return;
        };
        let location = symbol.filename().zip(symbol.lineno());
        let location = location.map(|(file, line)| (file.to_owned(), line));
        // Without the hash at its end.
        frames.push(Frame { function: format!("{name:#}"), location });
    });
    if frames.is_empty() {
        frames.push(Frame { function: format!("{address:#x}"), location: None });
    }
    frames
}

impl fmt::Display for Site {
    /// One line: the bytes, the allocations and who wanted them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} B in {} allocations", self.live_bytes, self.live_allocations)?;
        self.origin().map_or(Ok(()), |frame| write!(f, " from {frame}"))
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.function)?;
        match &self.location {
            Some((file, line)) => write!(f, " at {}:{line}", file.display()),
            None => Ok(()),
        }
    }
}
