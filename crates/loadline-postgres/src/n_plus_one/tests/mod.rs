//! What is found in made-up services whose truth is known. In `windows`: requests at random moments, pages of random
//! sizes, and windows of requests that end up to a tenth of a second beside those of the counters.

mod simulation;
mod windows;
