//! Levels and breaking points of runs whose truth is known.
