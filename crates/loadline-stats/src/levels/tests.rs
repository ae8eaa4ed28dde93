//! Levels and breaking points of runs whose truth is known.

mod breaking;
mod causes;
mod cutting;
mod knees;
mod queue;
