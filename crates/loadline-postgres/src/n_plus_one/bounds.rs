//! How much is kept, and from where on something is said.

/// Windows kept; when there are more, neighbours become one.
pub(super) const WINDOWS_MAX: usize = 240;
/// Endpoints told apart; the others are one.
pub(super) const ENDPOINTS_MAX: usize = 64;
/// Statements told apart. When there are twice as many, those called least are let go.
pub(super) const STATEMENTS_MAX: usize = 500;

/// Windows that a judgement has as many of as it can, of at most [`GROUP_S_MAX`] seconds each.
pub(super) const GROUPS: usize = 40;
/// The longest that short windows are added up to.
pub(super) const GROUP_S_MAX: f64 = 5.0;
/// Windows beyond the number of endpoints, below which nothing is judged.
pub(super) const SPARE_WINDOWS_MIN: usize = 5;
/// Requests of an endpoint, below which nothing is said of it.
pub(super) const REQUESTS_MIN: f64 = 20.0;

/// Calls of a statement in a request from which on it is a loop.
pub(super) const CALLS_MIN: f64 = 4.0;
/// Rows of a call at most; a statement that returns more is not one that asks for single things.
pub(super) const ROWS_PER_CALL_MAX: f64 = 10.0;
/// Statements looked into, those called most first.
pub(super) const LOOKED_INTO_MAX: usize = 40;
