//! Servers with a known truth for tests: latency laws, stalls on command, peers that misbehave.
