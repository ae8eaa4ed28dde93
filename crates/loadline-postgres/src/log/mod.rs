//! What a server's log tells: slow statements by fingerprint with percentiles, errors, lock waits, deadlocks,
//! checkpoints, temporary files, vacuums, connections, plans.
//!
//! Files come in (stderr with any prefix, CSV, JSON, packed or not), a [`LogReport`] goes out. Memory is bounded
//! whatever the length of a log (`bounds`); rows that cannot be read are skipped and counted.

mod analyse;
mod analysis;
mod bounds;
mod entry;
mod error;
mod moment;
mod normal;
mod prefix;
mod read;
mod rules;

pub use analyse::{LogFile, LogReport, analyse_logs};
pub use analysis::{
    Analysis, Checkpoints, Connections, Counts, Deadlock, Example, Locks, LoggedPlan, LoggedPlans,
    MessageGroup, Messages, Point, Repeats, Statement, Statements, TableVacuums, TempFiles,
    Vacuums,
};
pub use entry::{Entry, Origin, Severity};
pub use error::LogError;
pub use moment::Moment;
pub use normal::Normalizer;
pub use prefix::{Prefix, PrefixError};
pub use read::{Format, ReadOptions, Skipped};
pub use rules::{RULES, Rule, advise};
