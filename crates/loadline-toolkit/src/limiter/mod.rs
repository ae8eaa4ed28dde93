//! So many calls a second and no more, for all or by key, in one process or over a cluster.
