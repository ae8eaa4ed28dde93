//! What every tower service of the toolkit has to pass: it is never called before it said that it is ready, and readiness
//! that was given is used or given back.
