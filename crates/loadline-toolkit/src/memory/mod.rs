//! What the process holds: resident size, the allocator's own figures, how fast they grow and how sure that is.
