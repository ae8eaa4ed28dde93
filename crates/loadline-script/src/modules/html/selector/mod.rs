//! CSS selectors in the dialect that k6's scripts are written in: CSS level 3 without namespaces, `:not` and
//! `:has` with groups, and jQuery's `:contains`, `:matches`, `:input`, `[a!=b]`, `[a#=expression]`.
//!
//! Text becomes a [`Group`] once; matching is a walk from a node outwards. Text that is no selector matches
//! nothing, as under k6.

mod grammar;
mod matching;
mod nth;
mod scan;

pub(super) use grammar::Group;
