//! JUnit: one test case for each objective, for the test tab of a CI system.
//!
//! A report goes in, XML comes out that keeps to the schemas in use, the one of Ant and the one of Jenkins. A
//! broken promise is a failure, one that could not be judged is skipped, unless it fails the run: then it is
//! a failure too. The figures of requests are in the other formats.

mod suite;
mod xml;

pub(crate) use suite::render;

#[cfg(test)]
mod tests;
