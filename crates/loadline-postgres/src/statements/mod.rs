//! What pg_stat_statements counts, between two moments: slow statements by total, mean, calls, rows, buffers, WAL.
