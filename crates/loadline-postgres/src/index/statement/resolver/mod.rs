//! What the names of a statement mean: each mention of a table becomes a [`TableUse`](super::TableUse), each column is
//! followed through aliases, subqueries, common table expressions and views to the table it comes from.
//!
//! `scope` looks names up, `query` walks FROM, SELECT and ORDER BY, `condition` takes comparisons apart,
//! `functions` finds calls that planning had better not compute.

mod condition;
mod functions;
mod query;
mod scope;
mod touch;

pub(super) use scope::{Parameter, Resolver};
