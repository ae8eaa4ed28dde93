//! Scripts with known results, and the programs that run them. In come scripts whose headers say what must come
//! of them; out goes what came, what is not as expected, and where two programs differ.
//!
//! A header is the comment that a script begins with, one statement a line:
//!
//! ```text
//! // run with --vus 2            arguments
//! // run under K6_VUS=2          a variable of the environment
//! // run script other.js         another script than this one
//! // expect exit 99              the exit code; another one as `255, under loadline 2`
//! // expect checks 3 passed, 1 failed
//! // expect metrics a, b         metrics with samples; likewise `no metrics`
//! // expect console some text    in what is written to stderr; likewise `no console`
//! // expect output some text     in what is written to stdout; likewise `no output`
//! ```
//!
//! A `.case` file says the same without a script around it. Deliberately not here: the servers that scripts talk
//! to, which are a [`Playground`](crate::Playground).

mod case;
mod differences;
mod known;
mod outcome;
mod program;

pub use case::{Expectation, ScriptCase};
pub use differences::{Difference, differences};
pub use known::KnownDifferences;
pub use outcome::ScriptOutcome;
pub use program::{Runner, ScriptProgram};
