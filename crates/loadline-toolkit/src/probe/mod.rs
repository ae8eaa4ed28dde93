//! What every tower service of the toolkit has to pass: it is never called before it said that it is ready, and
//! readiness that was given is used or given back. A layer goes in, wrapped around a [`Mock`] that keeps the books;
//! [`check`] drives it through many seeds and panics with the seed and what was broken.
//!
//! ```text
//! #[test]
//! fn the_layer_keeps_the_contract_of_tower() {
//!     probe::check(|| BreakerLayer::new(breaker()), |request| request);
//! }
//! ```

mod drive;
mod mock;
mod tests;

pub(crate) use drive::check;
pub(crate) use mock::Mock;
