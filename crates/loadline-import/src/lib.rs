//! Reads what other tools wrote.
//!
//! Result files become windows, to be judged and kept like Loadline's own; descriptions of traffic (HAR,
//! OpenAPI, curl) become a `loadline.yaml` that runs. Bytes come in, plain data goes out; files are opened
//! by whoever calls.

pub mod flows;
pub mod own;
pub mod results;
