//! k6-compatible JavaScript: a script comes in, users of a load test come out.
//!
//! `source` reads a script with all it imports; `options` says what traffic it asks for; `engine` runs one
//! QuickJS runtime per user inside a coroutine on the worker's thread; `modules` and `globals` are what a
//! script can call; `metrics` counts what happens and hands it over as windows; `threshold` turns k6's
//! thresholds into objectives, and `summary` and `output` show the result in k6's shapes. Nothing here opens
//! a socket or judges: that is the business of `loadline-load` and of the one judge.

#![expect(
    clippy::needless_pass_by_value,
    reason = "QuickJS hands the arguments of native functions over by value"
)]

mod engine;
mod globals;
mod looks;
mod metrics;
mod modules;
pub mod options;
pub mod output;
mod plan;
mod reference;
mod scenario;
mod script;
mod secrets;
mod seen;
mod settings;
mod sink;
mod source;
pub mod summary;
mod tally;
mod test;
pub mod threshold;
mod user;
mod vu;

pub use reference::reference_page;
pub use scenario::ScriptScenario;
pub use script::{Host, LogLevel, LogSource};
pub use sink::Take;
pub use test::{Script, ScriptFailure, Source};
pub use user::ScriptUser;
