//! One primary and its replicas behind one door: writes to the primary, reads where they are answered soonest.
