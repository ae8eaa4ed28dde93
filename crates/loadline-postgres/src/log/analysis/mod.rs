//! What entries mean: statements by fingerprint, errors, lock waits, deadlocks, checkpoints, temporary files, vacuums,
//! connections, plans. Entries come in one by one, a report goes out; what is kept has stated bounds.

mod checkpoints;
mod class_times;
mod collect;
mod connections;
mod course;
mod locks;
mod message;
mod messages;
mod names;
mod plans;
mod sessions;
mod statement;
mod statements;
mod tally;
mod temp_files;
mod text;
mod vacuums;

pub use checkpoints::Checkpoints;
pub use class_times::{ClassTimes, LogSeries};
pub use collect::Analysis;
pub use connections::Connections;
pub use course::Point;
pub use locks::{Deadlock, Locks};
pub use messages::{MessageGroup, Messages};
pub use names::Counts;
pub use plans::{LoggedPlan, LoggedPlans};
pub use statement::{Example, Repeats, Statement};
pub use statements::Statements;
pub use tally::{Taken, Tally};
pub use temp_files::TempFiles;
pub use vacuums::{TableVacuums, Vacuums};

#[cfg(test)]
mod tests;
