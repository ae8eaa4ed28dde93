//! The connection's state against frames written by hand, and HPACK against the examples of its RFC.
