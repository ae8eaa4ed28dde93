//! What a ledger's windows mean. In come columns of requests and counters; out go loops with endpoint, parent and growth.
//!
//! The number of calls of a statement is a mixture of requests per endpoint (`explain`). Where pages differ in size that
//! mixture is blurred; rows of other statements, counted by the same server in the same moment, make it sharp again, and
//! a statement whose rows do so is the parent of a loop that grows (`parent`). Where rows give the calls to the very number, no
//! mixture has to be solved (`identity`).
//!
//! Deliberately not here: keeping windows (`ledger`).

mod controls;
mod explain;
mod find;
mod identity;
mod lengths;
mod parent;
mod step;
mod table;

pub(super) use lengths::judge;
