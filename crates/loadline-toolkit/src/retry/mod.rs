//! Trying again, when it makes sense, not too soon, and not more than the other side can bear.
