//! What every script finds without importing it: one file a global.
