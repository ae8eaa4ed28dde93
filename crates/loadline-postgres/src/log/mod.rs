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
    Analysis, Checkpoints, ClassTimes, Connections, Counts, Deadlock, Example, Locks, LogSeries,
    LoggedPlan, LoggedPlans, MessageGroup, Messages, Point, Repeats, Statement, Statements,
    TableVacuums, Taken, Tally, TempFiles, Vacuums,
};
pub use entry::{Entry, Origin, Severity};
pub use error::{FirstLine, LogError};
pub use moment::Moment;
pub use normal::Normalizer;
pub(crate) use normal::{Token, next as next_token};
pub use prefix::{Prefix, PrefixError};
pub use read::{Format, LogFollower, ReadOptions, Skipped};
pub use rules::{RULES, Rule, advise};
