//! Proof of indexes on real servers: what is kept and withdrawn, what is refused, and that nothing remains.

mod judged;
mod refused;
mod remains;
mod trial;
