//! Processes: CPU, memory, files, threads and disk traffic of one with its children, or of all with a name.

mod accounts;
mod collector;
mod subject;
mod table;
mod usage;

pub(crate) use collector::open;

#[cfg(test)]
mod tests;
