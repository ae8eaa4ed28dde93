//! A script's source: found, read, stripped of types, with the places of the original kept.
