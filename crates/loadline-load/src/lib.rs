//! Drives traffic: one scheduler for closed and open tests, one transport, YAML flows; windows come out.
