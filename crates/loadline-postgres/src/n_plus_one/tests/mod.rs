//! Loops in windows of a made-up service whose truth is known: requests at random moments, pages of random sizes, and
//! windows of requests that end up to a tenth of a second beside those of the counters.

mod simulation;
mod windows;
