//! Turning work away by how long it has waited, so that what is accepted is still answered in time.
