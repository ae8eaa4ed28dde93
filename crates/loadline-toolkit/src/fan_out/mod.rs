//! Many calls at once, of which some may fail: what came back, what failed and what came too late.
