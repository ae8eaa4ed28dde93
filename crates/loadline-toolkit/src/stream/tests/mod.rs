//! Streams against a model that splits the whole input at once, and everything that can fail on the way.

mod bounds;
mod faults;
mod model;
