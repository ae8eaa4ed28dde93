//! How much of a log is kept, whatever its length. The sum of all is below 200 MB.

/// Bytes of the file in memory at first; it grows for an entry that is longer.
pub(super) const BUFFER_BYTES: usize = 1 << 20;
/// The longest entry with its lines; what is behind that is skipped and counted.
pub(super) const ENTRY_BYTES_MAX: usize = 24 << 20;
/// Statements told apart. When there are more, those that took least time are added up as one.
pub(super) const FINGERPRINTS_MAX: usize = 10_000;
/// Statements whose times are kept at the finest resolution; the others' percentiles are off by at most 1.1 %.
pub(super) const FINE_HISTOGRAMS_MAX: usize = 400;
/// Times kept exactly of a statement beyond those.
pub(super) const COARSE_EXACT_MAX: u64 = 64;
/// The resolution of the others: 32 buckets an octave.
pub(super) const COARSE_SCHEMA: i8 = 5;
/// Bytes of a statement's text in the form that all its calls share.
pub(super) const NORMAL_BYTES_MAX: usize = 2 << 10;
/// Bytes of the slowest call's text, and of its parameters.
pub(super) const EXAMPLE_BYTES_MAX: usize = 2 << 10;
/// Messages told apart.
pub(super) const MESSAGES_MAX: usize = 1_000;
/// Bytes of a message that is kept.
pub(super) const MESSAGE_BYTES_MAX: usize = 512;
/// Plans kept: the slowest.
pub(super) const PLANS_MAX: usize = 20;
/// Bytes of a plan; longer ones are counted only.
pub(super) const PLAN_BYTES_MAX: usize = 256 << 10;
/// Sessions followed at a time.
pub(super) const SESSIONS_MAX: usize = 20_000;
/// Tables of which vacuums are told apart, users, databases, applications, hosts.
pub(super) const NAMES_MAX: usize = 1_000;
/// Deadlocks and lock waits that are kept with their text.
pub(super) const EXAMPLES_MAX: usize = 20;
/// Points of the course over time; the interval doubles when there would be more.
pub(super) const POINTS_MAX: usize = 720;
