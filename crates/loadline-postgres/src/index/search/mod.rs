//! Which candidates to choose: the cheapest plans of all statements together that fit into a budget.
//!
//! The planner is asked for plans in bulk: with all candidates at once it names the best indexes for a statement, and with
//! those taken away the next best. Each answer is an exact fact, a plan: the indexes it needs and what it costs. Choosing
//! among plans needs no server and takes microseconds a step (`solve`), so that the server is asked only for plans around
//! the best choice so far (`driver`); what those bring is chosen from again, until nothing new turns up.
//!
//! `plans` keeps the facts and `hope` thinks a little beyond them, `state` counts them, `solve` chooses, `propose`
//! says of what to ask; `harvest`, `skeletons` and `driver` ask. Deliberately not here: SQL, and what an index is;
//! candidates are numbers.

mod driver;
mod harvest;
mod hope;
mod limits;
mod plans;
mod problem;
mod propose;
mod set;
mod skeletons;
mod solve;
mod state;

pub use driver::{Outcome, Search, Survey};
pub use limits::{Limits, Progress};
pub use problem::Problem;
pub use set::Set;
