//! Watches the machine, the process and the service under load.
//!
//! One collector per file; each reads its source once a second and gives series for a window.
