//! Proof of a choice of indexes: they are built, statements run with and without them in turns, and what does not help is
//! withdrawn. In come an advice and its workload; out goes a [`Proof`] in measured time.
//!
//! Everything happens in one transaction that is rolled back, on the database itself or on a copy of it (`copy`), so that
//! nothing remains whatever happens. `trial` is the whole way and `pool` what is built; `stage` builds, hides and shows
//! indexes, `probe` says what is run, `run` runs it, `ledger` remembers times by plan, `choose` looks for the set that is
//! fastest and slows nothing, `compare` measures in pairs, `settle` makes sure, and `interval` says how sure that is.
//!
//! Deliberately not here: what indexes cost writers, which is estimated (`upkeep`), and creating them for good.

mod calls;
mod choose;
mod compare;
mod copy;
mod error;
mod interval;
mod ledger;
mod options;
mod pool;
mod probe;
mod proof;
mod run;
mod settle;
mod stage;
mod step;
mod trial;
mod verdict;

pub use copy::prove_on_copy;
pub use error::ProveError;
pub use interval::Interval;
pub use options::{Consent, ProveOptions};
pub use proof::{Change, Fate, Need, Origin, Proof, ProvenIndex, StatementProof, Withdrawal};
pub use step::ProveStep;
pub use trial::{prove, prove_indexes};
