//! The choice of indexes: candidates from statements, judged by the server's own planner, chosen together under a budget of storage.
