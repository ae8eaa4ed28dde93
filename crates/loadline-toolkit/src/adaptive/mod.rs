//! A limit on calls at once that finds itself, by the latency that it sees.
