//! An HTTP client with pooled connections, a time-out on every call, and retry, breaker and hedging as layers.
