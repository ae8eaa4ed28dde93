//! k6's options: read from script, file, environment and flags, checked, and turned into loads.
