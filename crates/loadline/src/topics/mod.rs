//! What `loadline help TOPIC` explains: one file a topic, made from the definitions themselves.

mod exit_codes;
mod imports;
mod metrics;
mod objectives;
mod outputs;
mod tests;
mod topic;
mod values;

pub(crate) use topic::TOPICS;
