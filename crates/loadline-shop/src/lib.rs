//! The reference service: a small shop with one endpoint for each class of work.
