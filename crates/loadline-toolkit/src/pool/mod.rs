//! Connections that are handed out first come, first served, opened in the background, checked, retired, and accounted for.
