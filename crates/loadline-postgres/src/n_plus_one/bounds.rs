//! How much is kept, and from where on something is said.

/// Windows kept; when there are more, neighbours become one.
pub(super) const WINDOWS_MAX: usize = 240;
/// Endpoints told apart; the others are one.
pub(super) const ENDPOINTS_MAX: usize = 64;
/// Statements told apart. When there are twice as many, those called least are let go.
pub(super) const STATEMENTS_MAX: usize = 500;
