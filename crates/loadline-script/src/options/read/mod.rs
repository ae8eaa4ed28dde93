//! Options from JSON, from variables, from flags: readers written by hand, whose errors name the key, what was
//! found and what is accepted.

mod from;
mod keys;
mod network;
mod place;
mod scenarios;
mod texts;
mod thresholds;
mod value;

pub use from::{Flag, from_config_file, from_flags, from_script, from_variables};

#[cfg(test)]
mod tests;
