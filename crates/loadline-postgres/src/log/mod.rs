//! Logs of PostgreSQL in any of its forms, read at the speed of memory: statements by fingerprint, errors, waits, checkpoints.
