//! One file per subcommand: its arguments and what it does.

pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod db;
pub(crate) mod export;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod man;
pub(crate) mod run;
pub(crate) mod shop;
pub(crate) mod show;
pub(crate) mod standards;
pub(crate) mod try_out;
mod values;
